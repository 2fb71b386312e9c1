-- The same use scores six measures on an Ultimate server and four in a Premium group.
{{ config(tags=['golden', 'tdf', 'customer_success']) }}
{%- set columns = [
  'subscription_name', 'license_utilization_score', 'user_engagement_score', 'scm_score',
  'ci_score', 'cd_score', 'security_score', 'overall_product_score', 'overall_product_color',
  'total_use_cases_adopted'
] %}
WITH golden_health AS (
  SELECT * FROM {{ ref('golden_health') }}
),

mart_product_usage_health_score AS (
  SELECT * FROM {{ ref('mart_product_usage_health_score') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

expected AS (
  SELECT {{ columns | join(', ') }}
  FROM golden_health
),

actual AS (
  SELECT
    dim_subscription.subscription_name,
    mart_product_usage_health_score.license_utilization_score,
    mart_product_usage_health_score.user_engagement_score,
    mart_product_usage_health_score.scm_score,
    mart_product_usage_health_score.ci_score,
    mart_product_usage_health_score.cd_score,
    mart_product_usage_health_score.security_score,
    mart_product_usage_health_score.overall_product_score,
    mart_product_usage_health_score.overall_product_color,
    mart_product_usage_health_score.total_use_cases_adopted
  FROM mart_product_usage_health_score
  INNER JOIN dim_subscription
    ON mart_product_usage_health_score.dim_subscription_id_original
      = dim_subscription.dim_subscription_id_original
      AND dim_subscription.is_latest_version
  WHERE
    dim_subscription.subscription_name LIKE 'CAST-C11-%'
    AND mart_product_usage_health_score.snapshot_month = '2024-12-01'
),

final AS (
  {{ golden_difference('expected', 'actual', columns) }}
)

SELECT * FROM final
