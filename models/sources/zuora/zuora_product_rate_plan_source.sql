-- grain: one row per rate plan of the catalogue (product_rate_plan_id)
WITH source AS (
  SELECT * FROM {{ source('zuora', 'productrateplan') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS product_rate_plan_id,
    -- foreign keys
    productid::VARCHAR AS product_id,
    -- attributes
    TRIM(name)::VARCHAR AS product_rate_plan_name,
    -- flags
    COALESCE(deleted, FALSE)::BOOLEAN AS is_deleted,
    -- dates
    effectivestartdate::DATE AS effective_start_date,
    effectiveenddate::DATE AS effective_end_date
  FROM source
)

SELECT * FROM final
