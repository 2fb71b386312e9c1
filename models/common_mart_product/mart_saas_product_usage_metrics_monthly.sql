-- grain: one row per month, subscription and top-level group it pays for
WITH fct_saas_product_usage_metrics_monthly AS (
  SELECT * FROM {{ ref('fct_saas_product_usage_metrics_monthly') }}
),

dim_billing_account AS (
  SELECT * FROM {{ ref('dim_billing_account') }}
),

final AS (
  SELECT
    -- primary key
    usage_month.saas_product_usage_metrics_monthly_id::VARCHAR AS primary_key,
    -- foreign keys
    usage_month.dim_subscription_id::VARCHAR AS dim_subscription_id,
    usage_month.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    {{ missing_member_key('dim_billing_account.dim_billing_account_id') }}::VARCHAR
      AS dim_billing_account_id,
    {{ missing_member_key('dim_billing_account.dim_crm_account_id') }}::VARCHAR
      AS dim_crm_account_id,
    usage_month.dim_namespace_id::BIGINT AS dim_namespace_id,
    -- attributes
    usage_month.instance_type::VARCHAR AS instance_type,
    usage_month.included_in_health_measures::VARCHAR AS included_in_health_measures,
    -- flags
    usage_month.is_missing_paid_seats::BOOLEAN AS is_missing_paid_seats,
    usage_month.is_data_in_subscription_month::BOOLEAN AS is_data_in_subscription_month,
    usage_month.is_latest_data::BOOLEAN AS is_latest_data,
    -- dates
    usage_month.snapshot_month::DATE AS snapshot_month,
    usage_month.ping_date::DATE AS ping_date,
    -- measures: seats, users, a ratio, users or events
    usage_month.subscription_seats::INTEGER AS subscription_seats,
    usage_month.billable_user_count::INTEGER AS billable_user_count,
    usage_month.max_historical_user_count::INTEGER AS max_historical_user_count,
    usage_month.license_utilization::DECIMAL(18, 6) AS license_utilization,
    {{ wave_metric_casts('usage_month') }}
  FROM fct_saas_product_usage_metrics_monthly AS usage_month
  LEFT OUTER JOIN dim_billing_account
    ON usage_month.dim_billing_account_id = dim_billing_account.dim_billing_account_id
)

SELECT * FROM final
