-- grain: one row per subscription version and catalogue rate plan
WITH prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

prep_charge AS (
  SELECT * FROM {{ ref('prep_charge') }}
),

prep_product_detail AS (
  SELECT * FROM {{ ref('prep_product_detail') }}
),

plans AS (
  SELECT
    prep_charge.dim_subscription_id,
    prep_product_detail.product_rate_plan_id,
    prep_product_detail.product_rate_plan_name,
    prep_product_detail.dim_product_tier_id,
    prep_product_detail.product_tier_name,
    prep_product_detail.product_delivery_type,
    prep_product_detail.product_deployment_type,
    -- a plan is gone when the last thing done to each of its charges was its removal
    MIN(CASE WHEN prep_charge.amendment_type = 'RemoveProduct' THEN 1 ELSE 0 END) AS removals
  FROM prep_charge
  INNER JOIN prep_product_detail
    ON prep_charge.dim_product_detail_id = prep_product_detail.dim_product_detail_id
  WHERE NOT prep_charge.is_manual_charge
  GROUP BY
    prep_charge.dim_subscription_id,
    prep_product_detail.product_rate_plan_id,
    prep_product_detail.product_rate_plan_name,
    prep_product_detail.dim_product_tier_id,
    prep_product_detail.product_tier_name,
    prep_product_detail.product_delivery_type,
    prep_product_detail.product_deployment_type
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['plans.dim_subscription_id', 'plans.product_rate_plan_id']) }}::VARCHAR
      AS subscription_product_rate_plan_pk,
    -- foreign keys
    plans.dim_subscription_id::VARCHAR AS dim_subscription_id,
    prep_subscription.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    plans.product_rate_plan_id::VARCHAR AS product_rate_plan_id,
    plans.dim_product_tier_id::VARCHAR AS dim_product_tier_id,
    -- attributes
    prep_subscription.subscription_name::VARCHAR AS subscription_name,
    plans.product_rate_plan_name::VARCHAR AS product_rate_plan_name,
    plans.product_tier_name::VARCHAR AS product_tier_name,
    plans.product_delivery_type::VARCHAR AS product_delivery_type,
    plans.product_deployment_type::VARCHAR AS product_deployment_type,
    -- flags
    prep_subscription.is_latest_version::BOOLEAN AS is_latest,
    (plans.removals = 1)::BOOLEAN AS is_removed
  FROM plans
  INNER JOIN prep_subscription
    ON plans.dim_subscription_id = prep_subscription.dim_subscription_id
)

SELECT * FROM final
