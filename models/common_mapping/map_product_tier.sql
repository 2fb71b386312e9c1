-- grain: one row per catalogue rate plan (product_rate_plan_id)
WITH zuora_product_source AS (
  SELECT * FROM {{ ref('zuora_product_source') }}
),

zuora_product_rate_plan_source AS (
  SELECT * FROM {{ ref('zuora_product_rate_plan_source') }}
),

product_tier AS (
  SELECT * FROM {{ ref('product_tier') }}
),

product_tier_rule AS (
  SELECT * FROM {{ ref('product_tier_rule') }}
),

ranked_rules AS (
  -- several patterns fit a name like 'SaaS - Ultimate'; the smallest priority is the right one
  SELECT
    plans.product_rate_plan_id,
    product_tier_rule.product_tier_historical
  FROM zuora_product_rate_plan_source AS plans
  INNER JOIN product_tier_rule
    ON LOWER(plans.product_rate_plan_name) LIKE product_tier_rule.rate_plan_name_pattern
  QUALIFY
    ROW_NUMBER() OVER (
      PARTITION BY plans.product_rate_plan_id
      ORDER BY product_tier_rule.priority
    ) = 1
),

products AS (
  -- a tier kept on the product is trusted only while the product is sold and somebody maintains it
  SELECT
    product_id,
    product_tier IS NOT NULL AS has_product_tier,
    CASE
      WHEN
        COALESCE(effective_end_date, {{ as_of_date() }}) >= {{ as_of_date() }}
        AND product_tier != 'Legacy'
        THEN product_tier
    END AS own_product_tier
  FROM zuora_product_source
  WHERE NOT is_deleted
),

classified AS (
  SELECT
    plans.product_rate_plan_id,
    plans.product_rate_plan_name,
    products.own_product_tier,
    CASE
      -- a plan without its product could belong to anything, whatever its name says
      WHEN products.product_id IS NULL THEN '(Unknown Tier)'
      WHEN ranked_rules.product_tier_historical IS NOT NULL
        THEN ranked_rules.product_tier_historical
      WHEN products.has_product_tier THEN 'Not Applicable'
      ELSE '(Unknown Tier)'
    END AS product_tier_historical
  FROM zuora_product_rate_plan_source AS plans
  LEFT OUTER JOIN products
    ON plans.product_id = products.product_id
  LEFT OUTER JOIN ranked_rules
    ON plans.product_rate_plan_id = ranked_rules.product_rate_plan_id
),

current_tiers AS (
  SELECT
    classified.product_rate_plan_id,
    classified.product_rate_plan_name,
    classified.product_tier_historical,
    COALESCE(classified.own_product_tier, product_tier.product_tier) AS product_tier
  FROM classified
  INNER JOIN product_tier
    ON classified.product_tier_historical = product_tier.product_tier_historical
),

final AS (
  SELECT
    -- primary key
    current_tiers.product_rate_plan_id::VARCHAR AS product_rate_plan_id,
    -- attributes
    current_tiers.product_rate_plan_name::VARCHAR AS product_rate_plan_name,
    current_tiers.product_tier_historical::VARCHAR AS product_tier_historical,
    current_tiers.product_tier::VARCHAR AS product_tier,
    COALESCE(product_tier.product_delivery_type, 'Others')::VARCHAR AS product_delivery_type,
    COALESCE(product_tier.product_deployment_type, 'Others')::VARCHAR AS product_deployment_type,
    -- measures (rank of the tier, 3 highest, -1 unknown)
    COALESCE(product_tier.product_ranking, -1)::INTEGER AS product_ranking
  FROM current_tiers
  LEFT OUTER JOIN product_tier
    ON current_tiers.product_tier = product_tier.product_tier_historical
)

SELECT * FROM final
