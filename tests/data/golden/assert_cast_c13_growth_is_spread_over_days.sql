-- 700 issues in the 70 days between two pings are 290 in February, although nothing was counted
-- then.
{{ config(tags=['golden', 'tdf', 'product']) }}
WITH golden_counter_growth AS (
  SELECT * FROM {{ ref('golden_counter_growth') }}
),

mart_product_usage_wave_1_3_metrics_monthly_diff AS (
  SELECT * FROM {{ ref('mart_product_usage_wave_1_3_metrics_monthly_diff') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

expected AS (
  SELECT
    snapshot_month,
    issues,
    since_last_ping,
    estimated_monthly
  FROM golden_counter_growth
  WHERE cast_id = 'CAST-C13'
),

actual AS (
  SELECT
    growth.snapshot_month,
    growth.issues_all_time_event AS issues,
    growth.issues_all_time_event_since_last_ping AS since_last_ping,
    growth.issues_all_time_event_estimated_monthly AS estimated_monthly
  FROM mart_product_usage_wave_1_3_metrics_monthly_diff AS growth
  INNER JOIN dim_subscription
    ON growth.dim_subscription_id = dim_subscription.dim_subscription_id
  WHERE dim_subscription.subscription_name = 'CAST-C13'
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'snapshot_month', 'issues', 'since_last_ping', 'estimated_monthly'
  ]) }}
)

SELECT * FROM final
