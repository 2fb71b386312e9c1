-- grain: one row per customer of the portal, newest state (customer_id)
WITH source AS (
  SELECT * FROM {{ source('customers', 'customers_db_customers') }}
),

latest AS (
  {{ latest_record(
    'source', key='id', order_by='updated_at DESC, _uploaded_at DESC, _task_instance DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    id::BIGINT AS customer_id,
    -- foreign keys
    {{ try_cast_to('uid', 'BIGINT') }} AS user_id,
    {{ id15to18('salesforce_account_id') }}::VARCHAR AS crm_account_id,
    -- attributes
    NULLIF(TRIM(first_name), '')::VARCHAR AS first_name,
    NULLIF(TRIM(last_name), '')::VARCHAR AS last_name,
    {{ normalise_email('email') }}::VARCHAR AS email,
    NULLIF(provider, '')::VARCHAR AS login_provider,
    NULLIF(TRIM(company), '')::VARCHAR AS company,
    NULLIF(company_size, '')::VARCHAR AS company_size,
    NULLIF(country, '')::VARCHAR AS country,
    -- metadata
    confirmed_at::TIMESTAMP AS confirmed_at,
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    {{ epoch_to_timestamp('_uploaded_at') }}::TIMESTAMP AS uploaded_at
  FROM latest
)

SELECT * FROM final
