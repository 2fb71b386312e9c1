-- grain: one row per subscription that is Active or Cancelled (subscription_id)
WITH prep_usage_self_managed_seat_link AS (
  SELECT * FROM {{ ref('prep_usage_self_managed_seat_link') }}
),

prep_order AS (
  SELECT * FROM {{ ref('prep_order') }}
),

gitlab_subscriptions_daily_snapshot AS (
  SELECT * FROM {{ ref('gitlab_subscriptions_daily_snapshot') }}
),

prep_membership AS (
  SELECT * FROM {{ ref('prep_membership') }}
),

prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

bdg_subscription_product_rate_plan AS (
  SELECT * FROM {{ ref('bdg_subscription_product_rate_plan') }}
),

current_versions AS (
  SELECT *
  FROM prep_subscription
  WHERE subscription_status IN ('Active', 'Cancelled')
  -- of a name with two versions in force nobody can say which one is used
  QUALIFY COUNT(*) OVER (PARTITION BY subscription_name) = 1
),

deliveries AS (
  SELECT
    dim_subscription_id,
    MAX(CASE WHEN product_delivery_type = 'Self-Managed' THEN 1 ELSE 0 END) AS self_managed_plans,
    MAX(CASE WHEN product_delivery_type = 'SaaS' THEN 1 ELSE 0 END) AS saas_plans
  FROM bdg_subscription_product_rate_plan
  WHERE NOT is_removed
  GROUP BY dim_subscription_id
),

seat_links AS (
  {{ latest_record(
    'prep_usage_self_managed_seat_link',
    key='dim_subscription_id_original',
    order_by='report_date DESC, reported_at DESC, seat_link_key'
  ) }}
),

placed_orders AS (
  SELECT
    prep_order.*,
    prep_subscription.dim_subscription_id_original
  FROM prep_order
  INNER JOIN prep_subscription
    ON prep_order.dim_subscription_id = prep_subscription.dim_subscription_id
  WHERE prep_order.dim_namespace_id IS NOT NULL
),

newest_orders AS (
  {{ latest_record(
    'placed_orders',
    key='dim_subscription_id_original',
    order_by='created_at DESC, internal_order_id DESC'
  ) }}
),

seats AS (
  SELECT *
  FROM gitlab_subscriptions_daily_snapshot
  WHERE snapshot_date = {{ as_of_date() }}
),

members AS (
  SELECT
    ultimate_parent_namespace_id,
    COUNT(DISTINCT dim_user_id) AS billable_member_count
  FROM prep_membership
  WHERE is_billable
  GROUP BY ultimate_parent_namespace_id
),

used AS (
  SELECT
    current_versions.*,
    deliveries.self_managed_plans = 1 AS is_self_managed,
    COALESCE(newest_orders.dim_namespace_id, current_versions.namespace_id) AS used_namespace_id
  FROM current_versions
  INNER JOIN deliveries
    ON current_versions.dim_subscription_id = deliveries.dim_subscription_id
  LEFT OUTER JOIN newest_orders
    ON
      current_versions.dim_subscription_id_original
      = newest_orders.dim_subscription_id_original
  -- bundles and support alone are used by nobody
  WHERE deliveries.self_managed_plans + deliveries.saas_plans > 0
),

final AS (
  SELECT
    -- primary key
    used.dim_subscription_id::VARCHAR AS subscription_id,
    -- foreign keys
    used.dim_subscription_id_original::VARCHAR AS original_id,
    -- attributes
    used.subscription_name::VARCHAR AS subscription_name,
    used.subscription_status::VARCHAR AS subscription_status,
    CASE WHEN used.is_self_managed THEN 'Self-Managed' ELSE 'SaaS' END::VARCHAR AS delivery_group,
    -- dates: a server reports when it can, GitLab.com is known every day
    CASE
      WHEN used.is_self_managed THEN seat_links.report_date
      WHEN seats.dim_namespace_id IS NOT NULL THEN {{ as_of_date() }}
    END::DATE AS report_date,
    -- measures (users)
    CASE
      WHEN used.is_self_managed THEN seat_links.active_user_count
      WHEN seats.dim_namespace_id IS NOT NULL THEN COALESCE(members.billable_member_count, 0)
    END::INTEGER AS active_user_count,
    CASE
      WHEN used.is_self_managed THEN seat_links.max_historical_user_count
      ELSE seats.max_seats_used
    END::INTEGER AS max_historical_user_count,
    CASE
      WHEN used.is_self_managed THEN seat_links.license_user_count
      ELSE seats.seats
    END::INTEGER AS license_user_count
  FROM used
  LEFT OUTER JOIN seat_links
    ON used.dim_subscription_id_original = seat_links.dim_subscription_id_original
  LEFT OUTER JOIN seats
    ON used.used_namespace_id = seats.dim_namespace_id
  LEFT OUTER JOIN members
    ON used.used_namespace_id = members.ultimate_parent_namespace_id
)

SELECT * FROM final
