-- grain: one row per user of the billing system (zuora_user_id)
WITH source AS (
  SELECT * FROM {{ source('zuora_query_api', 'users') }}
),

final AS (
  SELECT
    -- primary key
    "Id"::VARCHAR AS zuora_user_id,
    -- attributes
    {{ normalise_email('"Email"') }}::VARCHAR AS email,
    "FirstName"::VARCHAR AS first_name,
    "LastName"::VARCHAR AS last_name,
    "Username"::VARCHAR AS user_name,
    -- metadata
    {{ utc_timestamp('"CreatedDate"') }}::TIMESTAMP AS created_at,
    {{ epoch_to_timestamp('_uploaded_at') }}::TIMESTAMP AS uploaded_at
  FROM source
)

SELECT * FROM final
