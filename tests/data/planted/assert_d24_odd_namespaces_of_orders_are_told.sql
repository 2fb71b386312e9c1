-- What people typed for a namespace: nothing and no number give none, the latter is counted; a
-- subgroup and an unknown number keep the order and are told by its status today.
{{ config(tags=['tdf', 'product']) }}
WITH customers_db_orders AS (
  SELECT * FROM {{ source('customers', 'customers_db_orders') }}
),

prep_order AS (
  SELECT * FROM {{ ref('prep_order') }}
),

bdg_namespace_order_subscription_monthly AS (
  SELECT * FROM {{ ref('bdg_namespace_order_subscription_monthly') }}
),

typed AS (
  SELECT DISTINCT
    prep_order.internal_order_id,
    prep_order.dim_namespace_id
  FROM customers_db_orders
  INNER JOIN prep_order
    ON customers_db_orders.id = prep_order.internal_order_id
  WHERE customers_db_orders.gl_namespace_id = ''
),

current_month AS (
  SELECT *
  FROM bdg_namespace_order_subscription_monthly
  WHERE snapshot_month = DATE_TRUNC('month', {{ as_of_date() }})::DATE
),

expected AS (
  {{ select_expected_counts_sql({
    'orders with an empty namespace': 90,
    'of them with a namespace': 0,
    'orders with an unreadable namespace': 4,
    'of them with a status other than no namespace': 0,
    'orders for a subgroup': 10,
    'orders for an unknown namespace': 5
  }) }}
),

actual AS (
  SELECT
    'orders with an empty namespace' AS what,
    COUNT(*) AS records
  FROM typed
  UNION ALL
  SELECT
    'of them with a namespace' AS what,
    COUNT(dim_namespace_id) AS records
  FROM typed
  UNION ALL
  SELECT
    'orders with an unreadable namespace' AS what,
    COUNT(*) AS records
  FROM prep_order
  WHERE is_namespace_id_unreadable AND dim_namespace_id IS NULL
  UNION ALL
  SELECT
    'of them with a status other than no namespace' AS what,
    COUNT(*) AS records
  FROM current_month
  INNER JOIN prep_order
    ON current_month.internal_order_id = prep_order.internal_order_id
  WHERE
    prep_order.is_namespace_id_unreadable
    AND current_month.match_status != 'Paid Order Missing Namespace Assignment'
  UNION ALL
  SELECT
    'orders for a subgroup' AS what,
    COUNT(DISTINCT internal_order_id) AS records
  FROM current_month
  WHERE match_status = 'Order Linked to Non-Ultimate Parent Namespace'
  UNION ALL
  SELECT
    'orders for an unknown namespace' AS what,
    COUNT(DISTINCT internal_order_id) AS records
  FROM current_month
  WHERE match_status = 'Order Namespace Not Found'
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
