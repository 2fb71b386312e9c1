-- grain: one row per rate plan of a subscription version (rate_plan_id)
WITH source AS (
  SELECT * FROM {{ source('zuora', 'rateplan') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS rate_plan_id,
    -- foreign keys
    subscriptionid::VARCHAR AS subscription_id,
    productid::VARCHAR AS product_id,
    productrateplanid::VARCHAR AS product_rate_plan_id,
    NULLIF(amendmentid, '')::VARCHAR AS amendment_id,
    -- attributes
    name::VARCHAR AS rate_plan_name,
    NULLIF(amendmenttype, '')::VARCHAR AS amendment_type,
    -- flags
    COALESCE(deleted, FALSE)::BOOLEAN AS is_deleted,
    -- metadata
    createddate::TIMESTAMP AS created_at,
    updateddate::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
