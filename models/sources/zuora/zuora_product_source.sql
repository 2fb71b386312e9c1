-- grain: one row per product of the catalogue (product_id)
WITH source AS (
  SELECT * FROM {{ source('zuora', 'product') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS product_id,
    -- attributes
    name::VARCHAR AS product_name,
    sku::VARCHAR AS product_sku,
    category::VARCHAR AS product_category,
    NULLIF(TRIM(producttier__c), '')::VARCHAR AS product_tier,
    NULLIF(TRIM(productdelivery__c), '')::VARCHAR AS product_delivery_type,
    NULLIF(TRIM(productdeployment__c), '')::VARCHAR AS product_deployment_type,
    -- flags
    COALESCE(deleted, FALSE)::BOOLEAN AS is_deleted,
    -- dates
    effectivestartdate::DATE AS effective_start_date,
    effectiveenddate::DATE AS effective_end_date
  FROM source
)

SELECT * FROM final
