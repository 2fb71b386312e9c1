-- grain: one row per original subscription with licensed production use in the month before
WITH mart_product_usage_paid_user_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_paid_user_metrics_monthly') }}
),

last_month AS (
  SELECT *
  FROM mart_product_usage_paid_user_metrics_monthly
  WHERE
    snapshot_month
    = DATE_TRUNC('month', {{ dbt.dateadd('month', -1, as_of_date()) }})::DATE
    AND instance_type = 'Production'
    AND license_user_count > 0
    AND ping_created_at IS NOT NULL
),

-- all columns come from one ping: the best of several would describe no instance at all
newest AS (
  {{ latest_record(
    'last_month', key='dim_subscription_id_original', order_by='ping_created_at DESC, primary_key'
  ) }}
),

final AS (
  SELECT
    -- primary key
    dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    -- foreign keys
    dim_subscription_id::VARCHAR AS dim_subscription_id,
    -- attributes
    delivery_type::VARCHAR AS delivery_type,
    deployment_type::VARCHAR AS deployment_type,
    subscription_status::VARCHAR AS subscription_status,
    cleaned_version::VARCHAR AS gitlab_version,
    -- dates
    ping_created_at::TIMESTAMP AS ping_created_at,
    -- measures: users
    billable_user_count::INTEGER AS billable_user_count,
    max_historical_user_count::INTEGER AS max_historical_user_count,
    license_user_count::INTEGER AS license_user_count
  FROM newest
)

SELECT * FROM final
