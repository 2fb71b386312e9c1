"""The customers portal: who buys there, what they ordered and which licenses they got.

Customers 1 .. 480 x scale are the first contacts of the billing accounts; the others are users of GitLab.com who
started a trial or only opened an account. A subscription version is one order of its billing account's customer.
"""

from __future__ import annotations

CUSTOMERS = """
CREATE OR REPLACE TEMP TABLE cdot_customer AS
WITH buyers AS (
  SELECT
    contact.billing_nth AS customer_id, contact.billing_nth, contact.account_nth,
    dotcom_user.user_id, contact.first_name, contact.last_name, contact.email,
    billing_account.billing_name AS company, contact.country, TRUE AS is_confirmed
  FROM billing_contact AS contact
  INNER JOIN billing_account USING (billing_nth)
  LEFT JOIN dotcom_user USING (email)
  WHERE contact.contact_nth = 1 AND contact.billing_nth BETWEEN 1 AND 480 * scale()
),
visitors AS (
  -- the owners of trial groups come first, then users in the order of their number
  SELECT user_id, ROW_NUMBER() OVER (ORDER BY MIN(rank), user_id) AS nth
  FROM (
    SELECT owner_id AS user_id, 1 AS rank FROM namespace WHERE purpose = 'trial'
    UNION ALL
    SELECT user_id, 2 FROM dotcom_user WHERE user_id > 400 * scale() AND user_type IS NULL
  )
  WHERE user_id > 400 * scale()
  GROUP BY user_id
)
SELECT
  every.*, draw('customer', customer_id) AS bits,
  moment(DATE '2019-03-01' + pick(draw('customer', customer_id), 0, 2000)::INTEGER, draw('customer', customer_id), 1)
    AS created_at
FROM (
  SELECT * FROM buyers
  UNION ALL BY NAME
  SELECT
    480 * scale() + visitors.nth AS customer_id, NULL::BIGINT AS billing_nth,
    NULL::BIGINT AS account_nth, visitors.user_id, first_name, last_name, email,
    CASE WHEN is_business_email THEN 'Company ' || account_nth END AS company,
    country, visitors.user_id % 10 > 0 AS is_confirmed
  FROM visitors
  INNER JOIN dotcom_user USING (user_id)
  WHERE visitors.nth <= 420 * scale()
) AS every
"""

ORDERS = """
CREATE OR REPLACE TEMP TABLE cdot_order AS
WITH bought AS (
  SELECT
    version.billing_nth AS customer_id, version.billing_nth, version.name_nth, version.version,
    version.subscription_id, version.subscription_name,
    charge.plan_id, charge.charge_nth,
    namespace_subscription.namespace_id,
    version.term_start_date AS start_date, version.term_end_date AS end_date,
    COALESCE(charge.quantity, 0) AS quantity, FALSE AS is_trial, version.created_at
  FROM subscription_version AS version
  INNER JOIN (
    -- the plan of the newest period of the main charge
    SELECT charge.subscription_id, charge.quantity, charge.charge_nth, product_charge.plan_id
    FROM charge
    INNER JOIN product_charge USING (charge_nth)
    WHERE charge.track = 1
    QUALIFY ROW_NUMBER() OVER (PARTITION BY charge.subscription_id ORDER BY charge.agreed_in DESC) = 1
  ) AS charge USING (subscription_id)
  LEFT JOIN namespace_subscription USING (name_nth)
  -- an old version was ordered in the shop; what is signed at a later load is ordered by a seller
  WHERE version.wave = 0 AND version.billing_nth BETWEEN 1 AND 480 * scale() AND NOT version.is_cancel
    AND NOT version.is_account_deleted
),
tried AS (
  SELECT
    cdot_customer.customer_id, namespace.namespace_id, trial_starts_on AS start_date, trial_ends_on AS end_date,
    CASE WHEN namespace.namespace_id % 3 = 0 THEN 2 ELSE 5 END AS plan_nth,
    trial_starts_on::TIMESTAMP + INTERVAL 9 HOUR AS created_at
  FROM namespace
  INNER JOIN namespace_plan USING (namespace_id)
  INNER JOIN cdot_customer ON namespace.owner_id = cdot_customer.user_id
  WHERE namespace.purpose = 'trial' AND trial_starts_on <= DATE '2024-12-28'
),
every AS (
  SELECT * FROM bought
  UNION ALL BY NAME
  SELECT
    customer_id, namespace_id, product_plan.plan_id, start_date, end_date, 1 AS quantity, TRUE AS is_trial, created_at
  FROM tried
  INNER JOIN product_plan USING (plan_nth)
)
SELECT
  -- the number tells the subscription version or the trial namespace, so it is the same at every scale
  CASE WHEN is_trial THEN namespace_id ELSE name_nth * 16 + version END AS order_id,
  every.*,
  draw('order', CASE WHEN is_trial THEN namespace_id ELSE name_nth * 16 + version END) AS bits
FROM every
"""

LICENSES = """
CREATE OR REPLACE TEMP TABLE license AS
WITH sold AS (
  SELECT
    version.name_nth, version.version, version.subscription_id, version.subscription_name,
    version.billing_nth AS customer_id, version.start_date, version.term_end_date AS expires_at,
    charge.quantity AS users_count,
    CASE WHEN version.charge_nth IN (13, 14, 15, 16) THEN 'ultimate' ELSE 'premium' END AS plan_code,
    version.wave
  FROM subscription_version AS version
  INNER JOIN charge
    ON version.subscription_id = charge.subscription_id AND charge.agreed_in = version.version AND charge.track = 1
  WHERE version.charge_nth BETWEEN 10 AND 16 AND version.wave = 0 AND version.name_nth > 0 AND NOT version.is_cancel
),
tried AS (
  SELECT
    customer_id, DATE '2024-02-01' + (customer_id * 3 % 320)::INTEGER AS starts_at
  FROM cdot_customer
  WHERE billing_nth IS NULL AND customer_id % 7 = 0
),
every AS (
  SELECT
    name_nth * 16 + version AS license_id, name_nth, version, subscription_id, subscription_name, customer_id,
    users_count, plan_code, FALSE AS is_trial, start_date AS starts_at, expires_at
  FROM sold
  UNION ALL BY NAME
  SELECT
    100000000 + customer_id AS license_id, NULL::BIGINT AS name_nth, NULL::INTEGER AS version,
    customer_id, 100 AS users_count, 'ultimate' AS plan_code, TRUE AS is_trial, starts_at,
    starts_at + 30 AS expires_at
  FROM tried
)
SELECT
  *,
  md5(seed() || '|license|' || license_id) AS md5,
  sha256(seed() || '|license|' || license_id) AS sha256,
  draw('license', license_id) AS bits
FROM every
"""

STATEMENTS = (CUSTOMERS, ORDERS, LICENSES)
"""Customers, orders and licenses, in this order; they need namespaces, plans and charges."""
