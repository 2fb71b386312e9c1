-- grain: one row per product tier as it was sold (dim_product_tier_id)
WITH product_tier AS (
  SELECT * FROM {{ ref('product_tier') }}
),

final AS (
  SELECT
    -- primary key
    CASE
      -- the unknown tier is the missing member of the dimension
      WHEN product_tier_historical = '(Unknown Tier)' THEN {{ missing_member_id() }}
      ELSE {{ surrogate_key(['product_tier_historical']) }}
    END::VARCHAR AS dim_product_tier_id,
    -- attributes
    product_tier_historical::VARCHAR AS product_tier_name_historical,
    product_tier::VARCHAR AS product_tier_name,
    product_tier_short::VARCHAR AS product_tier_name_short,
    product_delivery_type::VARCHAR AS product_delivery_type,
    product_deployment_type::VARCHAR AS product_deployment_type,
    -- measures (rank of the tier, 3 highest, -1 unknown)
    product_ranking::INTEGER AS product_ranking
  FROM product_tier
)

SELECT * FROM final
