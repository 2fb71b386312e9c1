-- grain: one row per subscription and installation, from its newest month with data (primary_key)
WITH mart_product_usage_wave_1_3_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_wave_1_3_metrics_monthly') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['dim_subscription_id_original', 'dim_installation_id']) }}::VARCHAR
      AS primary_key,
    -- foreign keys
    dim_subscription_id,
    dim_subscription_id_original,
    dim_billing_account_id,
    dim_crm_account_id,
    dim_instance_id,
    dim_installation_id,
    -- attributes
    instance_type,
    included_in_health_measures,
    cleaned_version,
    -- flags
    is_data_in_subscription_month,
    is_latest_data,
    -- dates
    ping_created_at,
    seat_link_report_date,
    -- measures: ratio of users to seats, users, wave metrics in users or events
    license_utilization,
    billable_user_count,
    active_user_count,
    max_historical_user_count,
    license_user_count,
    {{ wave_metric_casts() }}
  FROM mart_product_usage_wave_1_3_metrics_monthly
  WHERE is_latest_data
)

SELECT * FROM final
