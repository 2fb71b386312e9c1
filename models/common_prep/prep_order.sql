-- grain: one row per order of the customers portal (internal_order_id)
WITH customers_db_orders_source AS (
  SELECT * FROM {{ ref('customers_db_orders_source') }}
),

final AS (
  SELECT
    -- primary key
    order_id::BIGINT AS internal_order_id,
    -- foreign keys
    customer_id::BIGINT AS customer_id,
    zuora_account_id::VARCHAR AS dim_billing_account_id,
    subscription_id::VARCHAR AS dim_subscription_id,
    namespace_id::BIGINT AS dim_namespace_id,
    product_rate_plan_id::VARCHAR AS product_rate_plan_id,
    -- attributes
    subscription_name::VARCHAR AS subscription_name,
    amendment_type::VARCHAR AS amendment_type,
    order_source::VARCHAR AS order_source,
    -- flags
    is_trial::BOOLEAN AS is_trial,
    is_namespace_id_unreadable::BOOLEAN AS is_namespace_id_unreadable,
    -- dates
    order_start_date::DATE AS order_start_date,
    order_end_date::DATE AS order_end_date,
    -- measures (seats)
    quantity::INTEGER AS quantity,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at
  FROM customers_db_orders_source
)

SELECT * FROM final
