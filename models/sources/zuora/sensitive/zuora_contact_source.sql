-- grain: one row per billing contact (contact_id)
WITH source AS (
  SELECT * FROM {{ source('zuora', 'contact') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS contact_id,
    -- foreign keys
    accountid::VARCHAR AS account_id,
    -- attributes
    firstname::VARCHAR AS first_name,
    lastname::VARCHAR AS last_name,
    {{ normalise_email('workemail') }}::VARCHAR AS work_email,
    NULLIF(country, '')::VARCHAR AS country,
    postalcode::VARCHAR AS postal_code,
    -- flags
    COALESCE(deleted, FALSE)::BOOLEAN AS is_deleted,
    -- metadata
    createddate::TIMESTAMP AS created_at,
    updateddate::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
