-- grain: one row per license of a Self-Managed installation (dim_license_id)
WITH customers_db_licenses_source AS (
  SELECT * FROM {{ ref('customers_db_licenses_source') }}
),

zuora_subscription_source AS (
  SELECT * FROM {{ ref('zuora_subscription_source') }}
),

final AS (
  SELECT
    -- primary key
    licenses.license_id::BIGINT AS dim_license_id,
    -- foreign keys
    licenses.subscription_id::VARCHAR AS dim_subscription_id,
    zuora_subscription_source.original_id::VARCHAR AS dim_subscription_id_original,
    -- attributes (a ping names its license by one of the two hashes, without dashes)
    LOWER(REPLACE(licenses.license_file_md5, '-', ''))::VARCHAR AS license_md5,
    LOWER(REPLACE(licenses.license_file_sha256, '-', ''))::VARCHAR AS license_sha256,
    COALESCE(zuora_subscription_source.subscription_name, licenses.subscription_name)::VARCHAR
      AS subscription_name,
    licenses.plan_code::VARCHAR AS license_plan,
    licenses.company::VARCHAR AS company,
    licenses.licensee_email::VARCHAR AS email,
    -- flags
    licenses.is_trial::BOOLEAN AS is_trial,
    -- licenses of the company's own people are for tests and training
    COALESCE(licenses.licensee_email LIKE '%@gitlab.com', FALSE)::BOOLEAN AS is_internal,
    (licenses.subscription_id IS NOT NULL)::BOOLEAN AS is_license_mapped,
    (zuora_subscription_source.subscription_id IS NOT NULL)::BOOLEAN AS is_subscription_in_zuora,
    -- dates
    licenses.license_start_date::DATE AS license_start_date,
    licenses.license_expire_date::DATE AS license_expire_date,
    -- measures (users)
    licenses.license_user_count::INTEGER AS license_user_count,
    -- metadata
    licenses.created_at::TIMESTAMP AS created_at,
    licenses.updated_at::TIMESTAMP AS updated_at
  FROM customers_db_licenses_source AS licenses
  LEFT OUTER JOIN zuora_subscription_source
    ON licenses.subscription_id = zuora_subscription_source.subscription_id
)

SELECT * FROM final
