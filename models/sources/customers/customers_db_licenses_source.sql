-- grain: one row per license, newest state (license_id)
WITH source AS (
  SELECT * FROM {{ source('customers', 'customers_db_licenses') }}
),

latest AS (
  {{ latest_record(
    'source', key='id', order_by='updated_at DESC, _uploaded_at DESC, _task_instance DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    id::BIGINT AS license_id,
    -- foreign keys
    NULLIF(TRIM(zuora_subscription_id), '')::VARCHAR AS subscription_id,
    -- attributes
    NULLIF(TRIM(zuora_subscription_name), '')::VARCHAR AS subscription_name,
    NULLIF(license_file_md5, '')::VARCHAR AS license_file_md5,
    NULLIF(license_file_sha256, '')::VARCHAR AS license_file_sha256,
    NULLIF(plan_code, '')::VARCHAR AS plan_code,
    name::VARCHAR AS licensee_name,
    {{ normalise_email('email') }}::VARCHAR AS licensee_email,
    NULLIF(company, '')::VARCHAR AS company,
    -- flags
    COALESCE(trial, FALSE)::BOOLEAN AS is_trial,
    -- dates
    starts_at::DATE AS license_start_date,
    expires_at::DATE AS license_expire_date,
    -- measures (users)
    users_count::INTEGER AS license_user_count,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    {{ epoch_to_timestamp('_uploaded_at') }}::TIMESTAMP AS uploaded_at
  FROM latest
)

SELECT * FROM final
