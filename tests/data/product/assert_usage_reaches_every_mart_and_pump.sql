-- No row of usage is lost or doubled between a fact, its mart and the pump that sends it.
{{ config(tags=['tdf', 'product']) }}
WITH mart_product_usage_wave_1_3_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_wave_1_3_metrics_monthly') }}
),

fct_saas_product_usage_metrics_monthly AS (
  SELECT * FROM {{ ref('fct_saas_product_usage_metrics_monthly') }}
),

fct_product_usage_free_user_metrics_monthly AS (
  SELECT * FROM {{ ref('fct_product_usage_free_user_metrics_monthly') }}
),

mart_product_usage_paid_user_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_paid_user_metrics_monthly') }}
),

mart_product_usage_free_user_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_free_user_metrics_monthly') }}
),

pump_product_usage_free_user_metrics_monthly AS (
  SELECT * FROM {{ ref('pump_product_usage_free_user_metrics_monthly') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

dim_namespace AS (
  SELECT * FROM {{ ref('dim_namespace') }}
),

used AS (
  SELECT
    dim_subscription_id_original,
    snapshot_month
  FROM mart_product_usage_wave_1_3_metrics_monthly
  UNION ALL
  SELECT
    dim_subscription_id_original,
    snapshot_month
  FROM fct_saas_product_usage_metrics_monthly
),

counts AS (
  SELECT
    'paid' AS what,
    COUNT(*) AS given_rows,
    0 AS published_rows
  FROM used
  INNER JOIN dim_subscription
    ON used.dim_subscription_id_original = dim_subscription.dim_subscription_id_original
      AND dim_subscription.is_latest_version
  -- in its last month a subscription counts only when it began in it
  WHERE
    used.snapshot_month < DATE_TRUNC('month', dim_subscription.subscription_end_date)
    OR used.snapshot_month = DATE_TRUNC('month', dim_subscription.subscription_start_date)
  UNION ALL
  SELECT
    'paid' AS what,
    0 AS given_rows,
    COUNT(*) AS published_rows
  FROM mart_product_usage_paid_user_metrics_monthly
  UNION ALL
  SELECT
    'free' AS what,
    COUNT(*) AS given_rows,
    0 AS published_rows
  FROM fct_product_usage_free_user_metrics_monthly
  LEFT OUTER JOIN dim_namespace
    ON fct_product_usage_free_user_metrics_monthly.dim_namespace_id = dim_namespace.dim_namespace_id
  WHERE NOT COALESCE(dim_namespace.is_internal, FALSE)
  UNION ALL
  SELECT
    'free' AS what,
    0 AS given_rows,
    COUNT(*) AS published_rows
  FROM mart_product_usage_free_user_metrics_monthly
  UNION ALL
  SELECT
    'sent' AS what,
    COUNT(*) AS given_rows,
    0 AS published_rows
  FROM mart_product_usage_free_user_metrics_monthly
  UNION ALL
  SELECT
    'sent' AS what,
    0 AS given_rows,
    COUNT(*) AS published_rows
  FROM pump_product_usage_free_user_metrics_monthly
),

final AS (
  SELECT
    what,
    SUM(given_rows) AS given_rows,
    SUM(published_rows) AS published_rows
  FROM counts
  GROUP BY what
  HAVING SUM(given_rows) != SUM(published_rows)
)

SELECT * FROM final
