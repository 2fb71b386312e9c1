-- grain: one row per charge definition of the catalogue (dim_product_detail_id)
WITH zuora_product_rate_plan_charge_source AS (
  SELECT * FROM {{ ref('zuora_product_rate_plan_charge_source') }}
),

zuora_product_rate_plan_charge_tier_source AS (
  SELECT * FROM {{ ref('zuora_product_rate_plan_charge_tier_source') }}
),

map_product_tier AS (
  SELECT * FROM {{ ref('map_product_tier') }}
),

prep_product_tier AS (
  SELECT * FROM {{ ref('prep_product_tier') }}
),

list_prices AS (
  SELECT
    product_rate_plan_charge_id,
    MIN(price) AS billing_list_price
  FROM zuora_product_rate_plan_charge_tier_source
  WHERE
    is_active
    AND NOT is_deleted
    AND currency = 'USD'
  GROUP BY product_rate_plan_charge_id
),

plans AS (
  SELECT
    map_product_tier.product_rate_plan_id,
    map_product_tier.product_rate_plan_name,
    map_product_tier.product_tier,
    map_product_tier.product_delivery_type,
    map_product_tier.product_deployment_type,
    map_product_tier.product_ranking,
    -- a tier kept on the product may be another one than the name it was sold under leads to
    CASE
      WHEN sold_tiers.product_tier_name = map_product_tier.product_tier
        THEN sold_tiers.dim_product_tier_id
      ELSE COALESCE(own_tiers.dim_product_tier_id, sold_tiers.dim_product_tier_id)
    END AS dim_product_tier_id,
    LOWER(map_product_tier.product_rate_plan_name) AS plan_name_lower,
    '-' || {{ slugify('map_product_tier.product_rate_plan_name') }} || '-' AS plan_name_words
  FROM map_product_tier
  INNER JOIN prep_product_tier AS sold_tiers
    ON map_product_tier.product_tier_historical = sold_tiers.product_tier_name_historical
  LEFT OUTER JOIN prep_product_tier AS own_tiers
    ON map_product_tier.product_tier = own_tiers.product_tier_name_historical
),

rated_plans AS (
  SELECT
    plans.*,
    plan_name_words LIKE '%-edu-%'
    OR plan_name_words LIKE '%-education-%'
    OR plan_name_words LIKE '%-oss-%'
    OR plan_name_words LIKE '%-open-source-%' AS is_oss_or_edu_rate_plan,
    plan_name_words LIKE '%-edu-%' OR plan_name_words LIKE '%-education-%' AS is_edu_rate_plan,
    product_tier != 'Storage'
    AND plan_name_lower NOT LIKE '%storage%'
    AND plan_name_lower NOT LIKE '%dedicated%administration%' AS is_licensed_user,
    CASE WHEN plan_name_lower LIKE '%month%' THEN 12 ELSE 1 END AS prices_per_year,
    COALESCE({{ regexp_extract('plan_name_lower', '([0-9]+)[ -]?year', 1) }}::INTEGER, 1)
      AS years_per_price
  FROM plans
),

final AS (
  SELECT
    -- primary key
    charges.product_rate_plan_charge_id::VARCHAR AS dim_product_detail_id,
    -- foreign keys
    charges.product_rate_plan_id::VARCHAR AS product_rate_plan_id,
    {{ missing_member_key('rated_plans.dim_product_tier_id') }}::VARCHAR AS dim_product_tier_id,
    -- attributes
    rated_plans.product_rate_plan_name::VARCHAR AS product_rate_plan_name,
    charges.product_rate_plan_charge_name::VARCHAR AS product_rate_plan_charge_name,
    COALESCE(rated_plans.product_tier, '(Unknown Tier)')::VARCHAR AS product_tier_name,
    COALESCE(rated_plans.product_delivery_type, 'Others')::VARCHAR AS product_delivery_type,
    COALESCE(rated_plans.product_deployment_type, 'Others')::VARCHAR AS product_deployment_type,
    CASE
      WHEN rated_plans.plan_name_lower LIKE '%support%' THEN 'Support Only'
      ELSE 'Full Service'
    END::VARCHAR AS service_type,
    -- flags
    COALESCE(rated_plans.is_licensed_user, FALSE)::BOOLEAN AS is_licensed_user,
    COALESCE(rated_plans.is_licensed_user AND NOT rated_plans.is_edu_rate_plan, FALSE)::BOOLEAN
      AS is_arpu,
    COALESCE(rated_plans.is_oss_or_edu_rate_plan, FALSE)::BOOLEAN AS is_oss_or_edu_rate_plan,
    -- measures (rank of the tier; prices in USD per unit)
    COALESCE(rated_plans.product_ranking, -1)::INTEGER AS product_ranking,
    list_prices.billing_list_price::DECIMAL(18, 6) AS billing_list_price,
    (
      list_prices.billing_list_price * rated_plans.prices_per_year / rated_plans.years_per_price
    )::DECIMAL(18, 6) AS annual_billing_list_price
  FROM zuora_product_rate_plan_charge_source AS charges
  LEFT OUTER JOIN rated_plans
    ON charges.product_rate_plan_id = rated_plans.product_rate_plan_id
  LEFT OUTER JOIN list_prices
    ON charges.product_rate_plan_charge_id = list_prices.product_rate_plan_charge_id
)

SELECT * FROM final
