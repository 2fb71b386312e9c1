-- Plans without a product and products without a tier are in the unknown tier, ranked last, and
-- keep their ARR.
{{ config(tags=['tdf', 'finance']) }}
WITH zuora_product_rate_plan_source AS (
  SELECT * FROM {{ ref('zuora_product_rate_plan_source') }}
),

zuora_product_source AS (
  SELECT * FROM {{ ref('zuora_product_source') }}
),

dim_product_detail AS (
  SELECT * FROM {{ ref('dim_product_detail') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

plan AS (
  SELECT
    plans.product_rate_plan_id,
    products.product_id IS NULL AS has_no_product
  FROM zuora_product_rate_plan_source AS plans
  LEFT OUTER JOIN zuora_product_source AS products ON plans.product_id = products.product_id
  WHERE products.product_tier IS NULL
),

detail AS (
  SELECT
    plan.has_no_product,
    plan.product_rate_plan_id,
    details.dim_product_detail_id
  FROM plan
  INNER JOIN dim_product_detail AS details
    ON plan.product_rate_plan_id = details.product_rate_plan_id
  WHERE details.product_tier_name = '(Unknown Tier)' AND details.product_ranking = -1
),

expected AS (
  {{ select_expected_counts_sql({
    'plans without a product': 7,
    'plans of a product without a tier': 3,
    'unknown plans without a product': 7,
    'unknown plans of a product without a tier': 3,
    'plans without a product with ARR in the mart': 7
  }) }}
),

actual AS (
  SELECT
    'plans without a product' AS what,
    COUNT(*) AS records
  FROM plan
  WHERE has_no_product
  UNION ALL
  SELECT
    'plans of a product without a tier' AS what,
    COUNT(*) AS records
  FROM plan
  WHERE NOT has_no_product
  UNION ALL
  SELECT
    'unknown plans without a product' AS what,
    COUNT(DISTINCT product_rate_plan_id) AS records
  FROM detail
  WHERE has_no_product
  UNION ALL
  SELECT
    'unknown plans of a product without a tier' AS what,
    COUNT(DISTINCT product_rate_plan_id) AS records
  FROM detail
  WHERE NOT has_no_product
  UNION ALL
  SELECT
    'plans without a product with ARR in the mart' AS what,
    COUNT(DISTINCT detail.product_rate_plan_id) AS records
  FROM detail
  INNER JOIN mart_arr ON detail.dim_product_detail_id = mart_arr.dim_product_detail_id
  WHERE detail.has_no_product AND mart_arr.arr > 0
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
