"""Orders of the customers portal: one per subscription version that was bought there, and one per trial.

Every load wave appends a full copy of the table, so at the third wave an order is there three times; only a few orders
change between two copies. The namespace was typed by people: planted orders have none, one that is no number, one that
lies below the group that pays, or one nobody knows.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable
from scripts.raw.world.crm import EXTRA

_CAST = """
CREATE OR REPLACE TEMP TABLE cast_order AS
SELECT
  900000000 - name_nth * 16 + version AS order_id, 900000000 - billing_nth AS customer_id, billing_nth, name_nth,
  version, subscription_id, subscription_name, charge.plan_id, namespace_subscription.namespace_id,
  term_start_date AS start_date, term_end_date AS end_date, charge.quantity, FALSE AS is_trial,
  subscription_version.created_at, 0::UBIGINT AS bits
FROM subscription_version
INNER JOIN (
  SELECT charge.subscription_id, charge.quantity, product_charge.plan_id
  FROM charge
  INNER JOIN product_charge USING (charge_nth)
  WHERE charge.track = 1
  QUALIFY ROW_NUMBER() OVER (PARTITION BY charge.subscription_id ORDER BY charge.agreed_in DESC) = 1
) AS charge USING (subscription_id)
LEFT JOIN namespace_subscription USING (name_nth)
WHERE name_nth < 0 AND NOT is_cancel
"""

# who buys may have tried before: a quarter of the paying groups, a few of them twice
_TRIALS = f"""
CREATE OR REPLACE TEMP TABLE earlier_trial AS
WITH buyers AS (
  SELECT
    namespace.namespace_id, version.billing_nth AS customer_id, version.first_date,
    namespace.created_at::DATE AS created_date, namespace.bits
  FROM namespace
  INNER JOIN namespace_subscription USING (namespace_id)
  INNER JOIN subscription_version AS version
    ON namespace_subscription.name_nth = version.name_nth AND version.version = 1
  WHERE namespace.purpose = 'paid' AND namespace.namespace_id % 4 = 0
    AND version.name_nth BETWEEN 1 AND {EXTRA - 1} AND version.billing_nth BETWEEN 1 AND 480 * scale()
  QUALIFY ROW_NUMBER() OVER (PARTITION BY namespace.namespace_id ORDER BY version.first_date, version.name_nth) = 1
),
started AS (
  SELECT 600000000 + namespace_id AS order_id, *, GREATEST(created_date, first_date - 25) AS start_date FROM buyers
  UNION ALL
  SELECT 700000000 + namespace_id, *, created_date FROM buyers WHERE first_date - created_date > 60
  UNION ALL BY NAME
  SELECT 950000000 - name_nth AS order_id, namespace_id, 900000000 - billing_nth AS customer_id,
    trial_start_date AS start_date, 0::UBIGINT AS bits
  FROM cast_name
  INNER JOIN namespace_subscription USING (name_nth)
  WHERE trial_start_date IS NOT NULL
)
SELECT
  order_id, customer_id, namespace_id, product_plan.plan_id, start_date, start_date + 30 AS end_date, 1 AS quantity,
  TRUE AS is_trial, start_date::TIMESTAMP + INTERVAL 9 HOUR AS created_at, bits
FROM started
INNER JOIN product_plan ON product_plan.plan_nth = 5
"""

_STATES = f"""
CREATE OR REPLACE TEMP TABLE portal_order AS
WITH newest AS (
  SELECT order_id, cdot_order.name_nth, cdot_order.namespace_id
  FROM cdot_order
  WHERE NOT is_trial AND name_nth BETWEEN 1 AND {EXTRA - 1}
  QUALIFY ROW_NUMBER() OVER (PARTITION BY name_nth ORDER BY version DESC) = 1
),
subgroup AS (
  SELECT root_id, MIN(namespace_id) AS subgroup_id FROM namespace WHERE purpose = 'subgroup' GROUP BY root_id
),
running AS (
  -- orders a defect can be seen in: in force today, and the newest of the group or of the server
  SELECT
    newest.order_id, newest.name_nth, subgroup.subgroup_id,
    CASE WHEN newest.namespace_id IS NULL THEN 'server_order' WHEN subgroup_id IS NULL THEN 'group_order'
      ELSE 'nested_order' END AS entity
  FROM newest
  INNER JOIN cdot_order USING (order_id)
  LEFT JOIN namespace ON newest.namespace_id = namespace.namespace_id
  LEFT JOIN subgroup ON newest.namespace_id = subgroup.root_id
  WHERE cdot_order.end_date > DATE '2025-01-31' AND cdot_order.start_date <= DATE '2024-12-01'
    AND COALESCE(namespace.name_nth, newest.name_nth) = newest.name_nth
    -- the portal keeps the end of a cancelled order as it was agreed
    AND newest.name_nth NOT IN (SELECT name_nth FROM subscription_version WHERE is_cancel)
),
ranked AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY entity ORDER BY name_nth DESC) AS nth FROM running
),
marked AS (
  SELECT ranked.order_id, ranked.subgroup_id, planted.defect, planted.position
  FROM ranked
  INNER JOIN planted ON ranked.entity = planted.entity AND ranked.nth = planted.nth
),
every AS (
  SELECT * FROM cdot_order
  -- a few trials never became an order, a few customers who have left had bought past the portal
  WHERE NOT (is_trial AND end_date > DATE '2024-12-28' AND order_id % 3 = 0)
    AND NOT COALESCE(name_nth IN (SELECT name_nth FROM newest INNER JOIN cdot_order USING (order_id, name_nth)
      WHERE end_date <= DATE '2024-12-28' AND name_nth % 9 = 0), FALSE)
  UNION ALL BY NAME
  SELECT * FROM earlier_trial
  UNION ALL BY NAME
  SELECT * FROM cast_order
)
SELECT
  every.*, billing_account.billing_id, marked.defect,
  CASE
    WHEN marked.defect IN ('D24_empty', 'D24_empty_of_server') THEN ''
    WHEN marked.defect = 'D24_not_a_number' THEN item(['acme-group', 'see email', 'n/a', '12O045'], position - 1)
    WHEN marked.defect = 'D24_subgroup' THEN subgroup_id::VARCHAR
    WHEN marked.defect = 'D24_unknown' THEN (90000000 + position)::VARCHAR
    WHEN is_trial AND every.order_id % 25 = 0 AND every.order_id < 900000000 THEN NULL
    ELSE every.namespace_id::VARCHAR
  END AS typed_namespace_id,
  GREATEST(every.created_at, LEAST(every.created_at + to_days((1 + every.bits % 30)::INTEGER),
    TIMESTAMP '2024-12-28 18:00:00')) AS first_updated_at
FROM every
LEFT JOIN marked USING (order_id)
LEFT JOIN billing_account USING (billing_nth)
"""

_ORDER = """
    WITH copies AS (
      SELECT
        portal_order.*, extract_nth,
        -- the day of the change, if this copy has it
        CASE
          WHEN defect = 'order_changed_w1' AND extract_nth >= 1 THEN DATE '2024-12-29'
          WHEN defect = 'order_changed_w2' AND extract_nth >= 2 THEN DATE '2024-12-30'
        END AS changed_date
      FROM portal_order
      CROSS JOIN range(0, wave() + 1) AS extracts (extract_nth)
    )
    SELECT
      order_id AS id, customer_id,
      CASE WHEN billing_nth < 0 THEN customer_id ELSE billing_nth END AS billing_account_id,
      CASE WHEN defect = 'order_of_other_plan' THEN other.plan_id ELSE copies.plan_id END AS product_rate_plan_id,
      CASE WHEN defect IS DISTINCT FROM 'order_without_subscription' THEN subscription_id END AS subscription_id,
      subscription_name,
      start_date::TIMESTAMP AS start_date, end_date::TIMESTAMP AS end_date,
      quantity + CASE WHEN changed_date IS NULL THEN 0 ELSE 2 END AS quantity,
      is_trial AS trial,
      typed_namespace_id AS gl_namespace_id,
      CASE WHEN typed_namespace_id != '' THEN namespace.name END AS gl_namespace_name,
      CASE WHEN version > 1 THEN item(['UpdateProduct', 'Renewal', 'NewProduct'], version % 3) END AS amendment_type,
      billing_id AS zuora_account_id,
      CASE WHEN is_trial THEN 'trial' ELSE item(['purchase', 'web_direct', 'sales_assisted'], pick(copies.bits, 1, 3))
        END AS source,
      copies.created_at,
      COALESCE(moment(changed_date, copies.bits, 2), first_updated_at) AS updated_at,
      epoch(TIMESTAMP '2024-12-29 04:10:00' + to_days(extract_nth::INTEGER))::BIGINT AS _uploaded_at,
      'edp_customers_db_orders_' || strftime(DATE '2024-12-29' + extract_nth::INTEGER, '%Y%m%d') AS _task_instance
    FROM copies
    LEFT JOIN namespace ON copies.namespace_id = namespace.namespace_id
    LEFT JOIN product_plan AS other ON other.plan_nth = 1 + copies.charge_nth % 7
"""

FAMILY = Family(
    name="Customers portal orders",
    world=(_CAST, _TRIALS, _STATES),
    tables=(
        RawTable(
            schema="tap_postgres",
            name="customers_db_orders",
            columns="""
                id BIGINT, customer_id BIGINT, billing_account_id BIGINT, product_rate_plan_id VARCHAR,
                subscription_id VARCHAR, subscription_name VARCHAR, start_date TIMESTAMP, end_date TIMESTAMP,
                quantity BIGINT, trial BOOLEAN, gl_namespace_id VARCHAR, gl_namespace_name VARCHAR,
                amendment_type VARCHAR, zuora_account_id VARCHAR, source VARCHAR, created_at TIMESTAMP,
                updated_at TIMESTAMP, _uploaded_at BIGINT, _task_instance VARCHAR
            """,
            sql=_ORDER,
            key="id, _uploaded_at",
            changes=(1, 2),
        ),
    ),
)
