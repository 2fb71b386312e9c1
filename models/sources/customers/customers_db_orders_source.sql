-- grain: one row per order, newest state (order_id)
WITH source AS (
  SELECT * FROM {{ source('customers', 'customers_db_orders') }}
),

latest AS (
  {{ latest_record(
    'source', key='id', order_by='updated_at DESC, _uploaded_at DESC, _task_instance DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    id::BIGINT AS order_id,
    -- foreign keys
    customer_id::BIGINT AS customer_id,
    NULLIF(TRIM(zuora_account_id), '')::VARCHAR AS zuora_account_id,
    billing_account_id::BIGINT AS portal_billing_account_id,
    NULLIF(TRIM(product_rate_plan_id), '')::VARCHAR AS product_rate_plan_id,
    NULLIF(TRIM(subscription_id), '')::VARCHAR AS subscription_id,
    {{ try_cast_to('gl_namespace_id', 'BIGINT') }} AS namespace_id,
    -- attributes
    NULLIF(TRIM(subscription_name), '')::VARCHAR AS subscription_name,
    NULLIF(gl_namespace_name, '')::VARCHAR AS namespace_name,
    NULLIF(amendment_type, '')::VARCHAR AS amendment_type,
    NULLIF(source, '')::VARCHAR AS order_source,
    -- flags
    COALESCE(trial, FALSE)::BOOLEAN AS is_trial,
    (
      NULLIF(TRIM(gl_namespace_id), '') IS NOT NULL
      AND {{ try_cast_to('gl_namespace_id', 'BIGINT') }} IS NULL
    )::BOOLEAN AS is_namespace_id_unreadable,
    -- dates
    start_date::DATE AS order_start_date,
    end_date::DATE AS order_end_date,
    -- measures (seats)
    quantity::INTEGER AS quantity,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    {{ epoch_to_timestamp('_uploaded_at') }}::TIMESTAMP AS uploaded_at
  FROM latest
)

SELECT * FROM final
