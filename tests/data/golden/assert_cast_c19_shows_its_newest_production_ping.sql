-- Three production servers, a test server, one without seats: one row, the newest production ping.
{{ config(tags=['golden', 'tdf', 'product']) }}
{%- set columns = [
  'subscription_name', 'ping_created_at', 'gitlab_version', 'billable_user_count',
  'max_historical_user_count', 'license_user_count'
] %}
WITH golden_paid_usage AS (
  SELECT * FROM {{ ref('golden_paid_usage') }}
),

report_view AS (
  SELECT * FROM {{ ref('mart_product_usage_paid_user_metrics_monthly_report_view') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

expected AS (
  SELECT {{ columns | join(', ') }}
  FROM golden_paid_usage
),

actual AS (
  SELECT
    dim_subscription.subscription_name,
    report_view.ping_created_at,
    report_view.gitlab_version,
    report_view.billable_user_count,
    report_view.max_historical_user_count,
    report_view.license_user_count
  FROM report_view
  INNER JOIN dim_subscription
    ON report_view.dim_subscription_id = dim_subscription.dim_subscription_id
  WHERE dim_subscription.subscription_name LIKE 'CAST-C19%'
),

final AS (
  {{ golden_difference('expected', 'actual', columns) }}
)

SELECT * FROM final
