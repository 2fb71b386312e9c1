-- What a month shows of an installation is the last ping of that month, and no month with a ping
-- is lost.
{{ config(tags=['tdf', 'product']) }}
WITH fct_ping_instance AS (
  SELECT * FROM {{ ref('fct_ping_instance') }}
),

mart_product_usage_wave_1_3_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_wave_1_3_metrics_monthly') }}
),

bdg_subscription_product_rate_plan AS (
  SELECT * FROM {{ ref('bdg_subscription_product_rate_plan') }}
),

hosted_by_customer AS (
  SELECT DISTINCT dim_subscription_id_original
  FROM bdg_subscription_product_rate_plan
  WHERE product_deployment_type IN ('Self-Managed', 'Dedicated')
),

expected AS (
  SELECT
    fct_ping_instance.dim_subscription_id_original,
    fct_ping_instance.dim_installation_id,
    fct_ping_instance.ping_created_date_month AS snapshot_month,
    MAX(fct_ping_instance.ping_created_at) AS ping_created_at
  FROM fct_ping_instance
  INNER JOIN hosted_by_customer
    ON fct_ping_instance.dim_subscription_id_original
      = hosted_by_customer.dim_subscription_id_original
  WHERE fct_ping_instance.ping_deployment_type != 'GitLab.com'
  GROUP BY
    fct_ping_instance.dim_subscription_id_original,
    fct_ping_instance.dim_installation_id,
    fct_ping_instance.ping_created_date_month
),

actual AS (
  SELECT
    dim_subscription_id_original,
    dim_installation_id,
    snapshot_month,
    ping_created_at
  FROM mart_product_usage_wave_1_3_metrics_monthly
  WHERE ping_created_at IS NOT NULL
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'dim_subscription_id_original', 'dim_installation_id', 'snapshot_month', 'ping_created_at'
  ]) }}
)

SELECT * FROM final
