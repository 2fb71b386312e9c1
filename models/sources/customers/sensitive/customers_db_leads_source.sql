-- grain: one row per lead, newest state (leads_id)
WITH source AS (
  SELECT * FROM {{ source('customers', 'customers_db_leads') }}
),

latest AS (
  {{ latest_record(
    'source', key='id', order_by='updated_at DESC, _uploaded_at DESC, _task_instance DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    id::BIGINT AS leads_id,
    -- foreign keys
    user_id::BIGINT AS user_id,
    namespace_id::BIGINT AS namespace_id,
    -- attributes
    NULLIF(product_interaction, '')::VARCHAR AS product_interaction,
    {{ normalise_email('email') }}::VARCHAR AS email,
    NULLIF(TRIM(first_name), '')::VARCHAR AS first_name,
    NULLIF(TRIM(last_name), '')::VARCHAR AS last_name,
    NULLIF(TRIM(company_name), '')::VARCHAR AS company_name,
    NULLIF(country, '')::VARCHAR AS country,
    -- flags
    is_for_business_use::BOOLEAN AS is_for_business_use,
    -- dates
    trial_start_date::DATE AS trial_start_date,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    {{ epoch_to_timestamp('_uploaded_at') }}::TIMESTAMP AS uploaded_at
  FROM latest
)

SELECT * FROM final
