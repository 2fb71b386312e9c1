"""The price list: products, rate plans, charges and their prices. It does not grow with the scale.

Seven rate plans name a product that does not exist and three products carry no tier attribute (planted D19); the names
of all ten match no tier by name, so nothing but "unknown" can be said about them. Premium rose from 19 to 29 USD per
user and month on 2023-04-03.
"""

from __future__ import annotations

PRODUCTS = """
CREATE OR REPLACE TEMP TABLE product AS
SELECT md5('catalogue|product|' || product_nth) AS product_id, *
FROM (VALUES
  (1, 'SaaS Premium', 'SaaS - Premium', 'SaaS', 'GitLab.com', DATE '2040-12-31'),
  (2, 'SaaS Ultimate', 'SaaS - Ultimate', 'SaaS', 'GitLab.com', DATE '2040-12-31'),
  (3, 'Self-Managed Premium', 'Self-Managed - Premium', 'Self-Managed', 'Self-Managed', DATE '2040-12-31'),
  (4, 'Self-Managed Ultimate', 'Self-Managed - Ultimate', 'Self-Managed', 'Self-Managed', DATE '2040-12-31'),
  (5, 'Dedicated', 'Dedicated - Ultimate', 'SaaS', 'Dedicated', DATE '2040-12-31'),
  (6, 'SaaS Bronze', 'SaaS - Bronze', 'SaaS', 'GitLab.com', DATE '2022-12-31'),
  (7, 'Self-Managed Starter', 'Legacy', 'Self-Managed', 'Self-Managed', DATE '2022-12-31'),
  (8, 'SaaS Silver and Gold', 'Legacy', 'SaaS', 'GitLab.com', DATE '2022-12-31'),
  (9, 'Storage', 'Storage', 'SaaS', 'GitLab.com', DATE '2040-12-31'),
  (10, 'Compute Minutes', 'SaaS - Other', 'SaaS', 'GitLab.com', DATE '2040-12-31'),
  (11, 'Priority Support', 'Support', 'Others', 'Others', DATE '2040-12-31'),
  (12, 'Partner Bundle', NULL, NULL, NULL, DATE '2040-12-31'),
  (13, 'Regional Bundle', NULL, NULL, NULL, DATE '2040-12-31'),
  (14, 'Marketplace Bundle', NULL, NULL, NULL, DATE '2040-12-31')
) AS listed (product_nth, product_name, tier, delivery, deployment, effective_end)
"""

PLANS = """
CREATE OR REPLACE TEMP TABLE product_plan AS
SELECT
  md5('catalogue|plan|' || plan_nth) AS plan_id,
  md5('catalogue|product|' || product_nth) AS product_id,
  listed.*,
  CASE billing_months
    WHEN 1 THEN 'Month' WHEN 12 THEN 'Annual' WHEN 24 THEN 'Two Years' WHEN 36 THEN 'Three Years'
  END AS billing_period
FROM (VALUES
  (1, 1, 'SaaS - Premium - Monthly', 1, 19, 29), (2, 1, 'SaaS - Premium - 1 Year', 12, 19, 29),
  (3, 1, 'SaaS - Premium - 2 Year', 24, 19, 29), (4, 1, 'SaaS - Premium - 3 Year', 36, 19, 29),
  (5, 2, 'SaaS - Ultimate - 1 Year', 12, 99, 99), (6, 2, 'SaaS - Ultimate - 2 Year', 24, 99, 99),
  (7, 2, 'SaaS - Ultimate - 3 Year', 36, 99, 99), (8, 2, 'SaaS - Ultimate - OSS Program - 1 Year', 12, 0, 0),
  (9, 2, 'SaaS - Ultimate - EDU Program - 1 Year', 12, 0, 0),
  (10, 3, 'Self-Managed - Premium - 1 Year', 12, 19, 29), (11, 3, 'Self-Managed - Premium - 2 Year', 24, 19, 29),
  (12, 3, 'Self-Managed - Premium - 3 Year', 36, 19, 29), (13, 4, 'Self-Managed - Ultimate - 1 Year', 12, 99, 99),
  (14, 4, 'Self-Managed - Ultimate - 2 Year', 24, 99, 99), (15, 4, 'Self-Managed - Ultimate - 3 Year', 36, 99, 99),
  (16, 5, 'Dedicated - Ultimate - 1 Year', 12, 119, 119),
  (17, 5, 'Dedicated - Administration Fee - 1 Year', 12, 1000, 1000),
  (18, 6, 'Bronze - 1 Year', 12, 4, 4), (19, 7, 'Starter - 1 Year', 12, 4, 4), (20, 8, 'Silver - 1 Year', 12, 19, 19),
  (21, 8, 'Gold - 1 Year', 12, 99, 99), (22, 9, 'Storage - 10GB - 1 Year', 12, 5, 5),
  (23, 10, '1,000 CI Minutes', 12, 10, 10),
  (24, 11, 'Priority Support - 1 Year', 12, 8, 8), (25, 12, 'Partner Bundle - 1 Year', 12, 12, 12),
  (26, 13, 'Regional Bundle - 1 Year', 12, 12, 12), (27, 14, 'Marketplace Bundle - 1 Year', 12, 12, 12),
  (28, 91, 'Acquired Plan A - 1 Year', 12, 15, 15), (29, 92, 'Acquired Plan B - 1 Year', 12, 15, 15),
  (30, 93, 'Acquired Plan C - 1 Year', 12, 15, 15), (31, 94, 'Acquired Plan D - 1 Year', 12, 15, 15),
  (32, 95, 'Acquired Plan E - 1 Year', 12, 15, 15), (33, 96, 'Acquired Plan F - 1 Year', 12, 15, 15),
  (34, 97, 'Acquired Plan G - 1 Year', 12, 15, 15)
) AS listed (plan_nth, product_nth, plan_name, billing_months, old_price, price)
"""

CHARGES = """
CREATE OR REPLACE TEMP TABLE product_charge AS
WITH listed AS (
  SELECT plan_nth AS charge_nth, plan_nth, plan_name AS charge_name,
    CASE WHEN plan_nth = 23 THEN 'OneTime' ELSE 'Recurring' END AS charge_type,
    CASE WHEN plan_nth IN (17, 22, 23) THEN 'Each' ELSE 'Seats' END AS uom
  FROM product_plan
  UNION ALL
  VALUES
    (35, 8, 'Max Enrollment', 'Recurring', 'Seats'), (36, 9, 'Max Enrollment', 'Recurring', 'Seats'),
    (37, 10, 'Trueup', 'OneTime', 'Seats'), (38, 2, 'User Overage', 'OneTime', 'Seats'),
    (39, 13, 'Trueup', 'OneTime', 'Seats'), (40, 2, 'API Requests', 'Usage', 'Requests')
)
SELECT
  md5('catalogue|charge|' || charge_nth) AS product_charge_id,
  listed.*,
  product_plan.plan_id, product_plan.product_id, product_plan.product_nth, product_plan.plan_name,
  product_plan.billing_months, product_plan.billing_period,
  CASE WHEN charge_nth IN (35, 36, 40) THEN 0 ELSE product_plan.old_price END AS old_price,
  CASE WHEN charge_nth IN (35, 36, 40) THEN 0 ELSE product_plan.price END AS price
FROM listed
INNER JOIN product_plan USING (plan_nth)
"""

PRICES = """
CREATE OR REPLACE TEMP TABLE product_price AS
SELECT product_charge_id, 'USD' AS currency, price * billing_months AS list_price, TRUE AS is_active FROM product_charge
UNION ALL
SELECT product_charge_id, 'EUR', price * billing_months, TRUE FROM product_charge
UNION ALL
SELECT product_charge_id, 'GBP', price * billing_months * 0.8, TRUE FROM product_charge WHERE charge_nth IN (2, 5, 10)
UNION ALL
SELECT product_charge_id, 'USD', old_price * billing_months, FALSE FROM product_charge
WHERE old_price != price AND charge_nth <= 34
"""

STATEMENTS = (PRODUCTS, PLANS, CHARGES, PRICES)
