-- grain: one row per subscription that is Active or Cancelled (subscription_id)
WITH subscription_product_usage_data AS (
  SELECT * FROM {{ ref('subscription_product_usage_data') }}
),

final AS (
  -- the receiving system's columns by name: a new column of the table is not sent by accident
  SELECT
    -- primary key
    subscription_id,
    -- foreign keys
    original_id,
    -- attributes
    delivery_group,
    subscription_name,
    subscription_status,
    -- dates: the pump's batch column
    report_date,
    -- measures (users)
    active_user_count,
    max_historical_user_count,
    license_user_count
  FROM subscription_product_usage_data
)

SELECT * FROM final
