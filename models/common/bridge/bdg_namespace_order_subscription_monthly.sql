-- grain: one row per namespace, order and subscription that belong together, and month
WITH prep_namespace AS (
  SELECT * FROM {{ ref('prep_namespace') }}
),

prep_order AS (
  SELECT * FROM {{ ref('prep_order') }}
),

prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

bdg_subscription_product_rate_plan AS (
  SELECT * FROM {{ ref('bdg_subscription_product_rate_plan') }}
),

prep_product_tier AS (
  SELECT * FROM {{ ref('prep_product_tier') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

months AS (
  -- what was bought and used is compared over two years
  SELECT
    date_actual AS snapshot_month,
    fiscal_months_ago
  FROM prep_date
  WHERE date_actual = first_day_of_month AND fiscal_months_ago BETWEEN 0 AND 24
),

subscribed_plans AS (
  -- what is sold beside a plan (storage, minutes) has no order and no namespace of its own
  SELECT
    bdg_subscription_product_rate_plan.*,
    tiers.product_ranking
  FROM bdg_subscription_product_rate_plan
  INNER JOIN prep_product_tier AS tiers
    ON bdg_subscription_product_rate_plan.dim_product_tier_id = tiers.dim_product_tier_id
  WHERE
    NOT bdg_subscription_product_rate_plan.is_removed
    AND bdg_subscription_product_rate_plan.product_deployment_type = 'GitLab.com'
    AND tiers.product_ranking != 0
),

subscription_tiers AS (
  {{ latest_record(
    'subscribed_plans', 'dim_subscription_id', 'product_ranking DESC, product_rate_plan_id'
  ) }}
),

known_plans AS (
  SELECT DISTINCT
    product_rate_plan_id,
    product_deployment_type
  FROM bdg_subscription_product_rate_plan
),

orders AS (
  -- an order for an own server or for Dedicated never has a namespace
  SELECT prep_order.*
  FROM prep_order
  LEFT OUTER JOIN known_plans
    ON prep_order.product_rate_plan_id = known_plans.product_rate_plan_id
  WHERE COALESCE(known_plans.product_deployment_type, 'GitLab.com') = 'GitLab.com'
),

linked_orders AS (
  {{ select_linked_orders_sql('orders', 'prep_subscription', 'subscription_tiers', 'months') }}
),

namespace_months AS (
  SELECT
    prep_namespace.dim_namespace_id,
    months.snapshot_month
  FROM prep_namespace
  INNER JOIN months
    ON DATE_TRUNC('month', prep_namespace.created_at)::DATE <= months.snapshot_month
  WHERE prep_namespace.is_ultimate_parent AND NOT prep_namespace.is_deleted
),

linked AS (
  SELECT
    linked_orders.*,
    COALESCE(linked_orders.snapshot_month, namespace_months.snapshot_month) AS month_of_row,
    COALESCE(linked_orders.namespace_id, namespace_months.dim_namespace_id) AS namespace_of_row
  FROM linked_orders
  FULL OUTER JOIN namespace_months
    ON
      linked_orders.namespace_id = namespace_months.dim_namespace_id
      AND linked_orders.snapshot_month = namespace_months.snapshot_month
),

compared AS (
  SELECT
    linked.*,
    prep_namespace.dim_namespace_id,
    prep_namespace.ultimate_parent_namespace_id,
    prep_namespace.is_ultimate_parent,
    prep_namespace.dim_product_tier_id AS namespace_tier_id,
    -- GitLab.com tells the plan of today only; for an earlier month what was bought tells it
    COALESCE(
      prep_namespace.has_paid_plan AND linked.is_trial_order IS DISTINCT FROM TRUE
      AND (months.fiscal_months_ago = 0 OR linked.snapshot_month IS NOT NULL),
      FALSE
    ) AS has_paid_plan,
    COALESCE(prep_namespace.has_trial_plan, FALSE) AND months.fiscal_months_ago = 0 AS is_on_trial,
    subscribed_plans.product_rate_plan_id IS NOT NULL AS is_plan_in_subscription
  FROM linked
  INNER JOIN months
    ON linked.month_of_row = months.snapshot_month
  LEFT OUTER JOIN prep_namespace
    ON linked.namespace_of_row = prep_namespace.dim_namespace_id
  LEFT OUTER JOIN subscribed_plans
    ON
      linked.dim_subscription_id = subscribed_plans.dim_subscription_id
      AND linked.product_rate_plan_id = subscribed_plans.product_rate_plan_id
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'month_of_row', 'namespace_of_row', 'internal_order_id', 'dim_subscription_id_original'
    ]) }}::VARCHAR AS namespace_order_subscription_key,
    -- foreign keys
    COALESCE(dim_namespace_id, -1)::BIGINT AS dim_namespace_id,
    COALESCE(ultimate_parent_namespace_id, -1)::BIGINT AS ultimate_parent_namespace_id,
    order_namespace_id::BIGINT AS order_namespace_id,
    internal_order_id::BIGINT AS internal_order_id,
    dim_subscription_id::VARCHAR AS dim_subscription_id,
    dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    {{ missing_member_key('dim_billing_account_id') }}::VARCHAR AS dim_billing_account_id,
    {{ missing_member_key('dim_crm_account_id') }}::VARCHAR AS dim_crm_account_id,
    {{ missing_member_key('namespace_tier_id') }}::VARCHAR AS dim_product_tier_id_namespace,
    {{ missing_member_key('dim_product_tier_id') }}::VARCHAR AS dim_product_tier_id_subscription,
    -- attributes
    subscription_name::VARCHAR AS subscription_name,
    {{ namespace_order_subscription_status('compared') }}::VARCHAR AS match_status,
    -- flags
    COALESCE(is_trial_order, FALSE)::BOOLEAN AS is_trial_order,
    -- dates
    month_of_row::DATE AS snapshot_month
  FROM compared
)

SELECT * FROM final
