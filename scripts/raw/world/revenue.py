"""True-ups booked by hand and the revenue the ledger should show: the platform's MRR rule, computed here on its own."""

from __future__ import annotations

TRUE_UPS = """
CREATE OR REPLACE TEMP TABLE true_up AS
WITH generated AS (
  -- on names of W0 with one running version; 1 in 40 of the scaled names
  SELECT
    name_nth, 120 * (1 + pick(draw('true up', name_nth), 0, 40)) AS amount,
    DATE '2023-02-01' + to_months(pick(draw('true up', name_nth), 1, 18)::INTEGER) AS start_day,
    CASE WHEN name_nth % 80 = 7 THEN 6 ELSE 12 END AS months,
    CASE WHEN name_nth % 120 = 47 THEN -1 WHEN name_nth % 240 = 87 THEN 0 ELSE 1 END AS direction
  FROM range(7, 480 * scale(), 40) AS names (name_nth)
  WHERE name_nth NOT IN (SELECT nth FROM planted WHERE entity = 'name')
),
every AS (
  SELECT name_nth, amount::DECIMAL(18, 2) AS amount, start_day::DATE AS start_date,
    (add_months(start_day::DATE, months) - 1)::DATE AS end_date, months, direction FROM generated
  UNION ALL
  SELECT name_nth, amount, start_date, end_date, 12, 1 FROM cast_true_up
)
SELECT
  every.*,
  (direction * amount / months)::DECIMAL(18, 6) AS mrr,
  subscription_version.subscription_name, subscription_version.account_number, subscription_version.version
FROM every
INNER JOIN subscription_version USING (name_nth)
QUALIFY ROW_NUMBER() OVER (PARTITION BY name_nth ORDER BY subscription_version.version DESC) = 1
"""

RECOGNISED = """
CREATE OR REPLACE TEMP TABLE recognised_month AS
WITH months AS (
  SELECT CAST(month_start AS DATE) AS month_start
  FROM generate_series(DATE '2018-01-01', DATE '2024-12-01', INTERVAL 1 MONTH) AS series (month_start)
),
running AS (
  -- the newest version of W0 holds the whole history; later waves change nothing before 2025
  SELECT date_trunc('month', charge.start_date) AS first_month,
    date_trunc('month', charge.end_date) AS end_month, charge.mrr
  FROM charge
  INNER JOIN subscription_name USING (name_nth)
  INNER JOIN product_charge USING (charge_nth)
  WHERE charge.version = (
      SELECT MAX(newest.version) FROM subscription_version AS newest
      WHERE newest.name_nth = charge.name_nth AND newest.wave = 0
    )
    AND product_charge.charge_type = 'Recurring'
    AND COALESCE(subscription_name.defect, '') NOT IN ('D12_excluded', 'D16_draft', 'deleted_subscription')
    AND subscription_name.batch != 'Batch20' AND NOT subscription_name.is_account_deleted
  UNION ALL
  SELECT date_trunc('month', start_date), date_trunc('month', end_date + 1), mrr FROM true_up
)
SELECT months.month_start, SUM(running.mrr)::DECIMAL(18, 6) AS mrr
FROM months
INNER JOIN running
  ON months.month_start >= running.first_month
  AND (running.end_month IS NULL OR months.month_start < running.end_month)
GROUP BY months.month_start
"""

STATEMENTS = (TRUE_UPS, RECOGNISED)
