-- grain: one row per subscription, installation and month (primary_key)
WITH fct_ping_instance_metric_wave_monthly AS (
  SELECT * FROM {{ ref('fct_ping_instance_metric_wave_monthly') }}
),

dim_billing_account AS (
  SELECT * FROM {{ ref('dim_billing_account') }}
),

final AS (
  SELECT
    -- primary key
    usage_month.primary_key::VARCHAR AS primary_key,
    -- foreign keys
    usage_month.dim_subscription_id::VARCHAR AS dim_subscription_id,
    usage_month.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    {{ missing_member_key('dim_billing_account.dim_billing_account_id') }}::VARCHAR
      AS dim_billing_account_id,
    {{ missing_member_key('dim_billing_account.dim_crm_account_id') }}::VARCHAR
      AS dim_crm_account_id,
    usage_month.dim_instance_id::VARCHAR AS dim_instance_id,
    usage_month.dim_installation_id::VARCHAR AS dim_installation_id,
    -- attributes
    usage_month.instance_type::VARCHAR AS instance_type,
    usage_month.included_in_health_measures::VARCHAR AS included_in_health_measures,
    usage_month.cleaned_version::VARCHAR AS cleaned_version,
    -- flags
    usage_month.is_data_in_subscription_month::BOOLEAN AS is_data_in_subscription_month,
    usage_month.is_latest_data::BOOLEAN AS is_latest_data,
    -- dates
    usage_month.snapshot_month::DATE AS snapshot_month,
    usage_month.ping_created_at::TIMESTAMP AS ping_created_at,
    usage_month.seat_link_report_date::DATE AS seat_link_report_date,
    -- measures: ratio of users to seats, users, wave metrics in users or events
    usage_month.license_utilization::DECIMAL(18, 6) AS license_utilization,
    usage_month.billable_user_count::INTEGER AS billable_user_count,
    usage_month.active_user_count::INTEGER AS active_user_count,
    usage_month.max_historical_user_count::INTEGER AS max_historical_user_count,
    usage_month.license_user_count::INTEGER AS license_user_count,
    {{ wave_metric_casts('usage_month') }}
  FROM fct_ping_instance_metric_wave_monthly AS usage_month
  LEFT OUTER JOIN dim_billing_account
    ON usage_month.dim_billing_account_id = dim_billing_account.dim_billing_account_id
)

SELECT * FROM final
