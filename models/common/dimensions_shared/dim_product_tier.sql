-- grain: one row per product tier as it was sold; the missing member is the unknown tier
WITH prep_product_tier AS (
  SELECT * FROM {{ ref('prep_product_tier') }}
),

final AS (
  SELECT
    -- primary key
    dim_product_tier_id,
    -- attributes
    product_tier_name_historical,
    product_tier_name,
    product_tier_name_short,
    product_delivery_type,
    product_deployment_type,
    -- measures (rank of the tier, 3 highest, -1 unknown)
    product_ranking
  FROM prep_product_tier
)

SELECT * FROM final
