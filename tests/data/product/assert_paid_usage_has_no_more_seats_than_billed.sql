-- However many servers share a subscription, its licensed seats are those that were billed.
{{ config(tags=['tdf', 'product']) }}
WITH mart_product_usage_paid_user_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_paid_user_metrics_monthly') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

used AS (
  SELECT
    mart_product_usage_paid_user_metrics_monthly.snapshot_month,
    mart_product_usage_paid_user_metrics_monthly.dim_subscription_id_original,
    mart_product_usage_paid_user_metrics_monthly.deployment_type,
    MIN(mart_product_usage_paid_user_metrics_monthly.license_user_count) AS fewest_seats,
    MAX(mart_product_usage_paid_user_metrics_monthly.license_user_count) AS most_seats
  FROM mart_product_usage_paid_user_metrics_monthly
  INNER JOIN dim_crm_account
    ON mart_product_usage_paid_user_metrics_monthly.dim_crm_account_id
      = dim_crm_account.dim_crm_account_id
  WHERE
    mart_product_usage_paid_user_metrics_monthly.license_user_count_source = 'Zuora'
    -- the ARR of JiHu is not in mart_arr, its use is in the usage
    AND NOT dim_crm_account.is_jihu_account
  GROUP BY
    mart_product_usage_paid_user_metrics_monthly.snapshot_month,
    mart_product_usage_paid_user_metrics_monthly.dim_subscription_id_original,
    mart_product_usage_paid_user_metrics_monthly.deployment_type
),

billed AS (
  SELECT
    arr_month,
    dim_subscription_id_original,
    product_deployment_type,
    SUM(quantity) AS seats
  FROM mart_arr
  WHERE is_licensed_user
  GROUP BY
    arr_month,
    dim_subscription_id_original,
    product_deployment_type
),

final AS (
  SELECT
    used.*,
    billed.seats
  FROM used
  LEFT OUTER JOIN billed
    ON used.snapshot_month = billed.arr_month
      AND used.dim_subscription_id_original = billed.dim_subscription_id_original
      AND used.deployment_type = billed.product_deployment_type
  WHERE
    billed.seats IS NULL
    OR used.fewest_seats != billed.seats
    OR used.most_seats != billed.seats
)

SELECT * FROM final
