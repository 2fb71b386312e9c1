"""Revenue contract lines and the journal entries booked by hand.

Most lines mirror a recurring charge. A line whose attribute 16 speaks of a true-up ARR allocation carries ARR that no
charge has: its journal entry credits Revenue and debits Contract Liability (or the reverse, which takes ARR away; any
other pair changes nothing). Dates are text (YYYY-MM-DD) and the end is inclusive. Every 25th line and every 10th entry
was delivered twice; the older delivery has another amount.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_SCHEMA = "zuora_revenue"

_LINES = """
CREATE OR REPLACE TEMP TABLE contract_line AS
WITH mirrored AS (
  SELECT
    'charge' AS origin, charge.name_nth, subscription_name.subscription_name, subscription_name.account_number,
    charge.charge_id, product_charge.product_charge_id, NULL AS marker, charge.start_date,
    COALESCE(charge.end_date, DATE '2025-12-31') - 1 AS end_date, (charge.mrr * 12)::DECIMAL(18, 6) AS amount,
    charge.charge_key || '.' || charge.segment AS line_key
  FROM charge
  INNER JOIN subscription_name USING (name_nth)
  INNER JOIN product_charge USING (charge_nth)
  WHERE charge.version = charge.agreed_in AND charge.wave = 0
    AND product_charge.charge_type = 'Recurring' AND pick(draw('contract line', charge.charge_key), 0, 100) < 62
),
adjusted AS (
  SELECT
    'true up' AS origin, true_up.name_nth, true_up.subscription_name, true_up.account_number,
    charge.charge_id, product_charge.product_charge_id, 'Manual True-up ARR Allocation ' || true_up.name_nth AS marker,
    true_up.start_date, true_up.end_date, true_up.amount, 'true up ' || true_up.name_nth AS line_key
  FROM true_up
  INNER JOIN charge
    ON true_up.name_nth = charge.name_nth AND true_up.version = charge.version AND charge.track = 1
  INNER JOIN product_charge USING (charge_nth)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY true_up.name_nth ORDER BY charge.segment, charge.line) = 1
)
SELECT *, ROW_NUMBER() OVER (ORDER BY name_nth, line_key) AS line_nth
FROM (SELECT * FROM mirrored UNION ALL SELECT * FROM adjusted)
"""

_LINE = """
    WITH deliveries AS (
      SELECT *, 1 AS delivery FROM contract_line
      UNION ALL
      SELECT *, 0 FROM contract_line WHERE line_nth % 25 = 0
    )
    SELECT
      'RCL' || format('{:09d}', line_nth) AS id, 'RC' || format('{:08d}', abs(name_nth) % 100000000) AS rc_id,
      account_number AS customer_number, subscription_name,
      charge_id AS rate_plan_charge_id, product_charge_id AS product_rate_plan_charge_id,
      COALESCE(marker, CASE WHEN line_nth % 7 = 0 THEN 'Standard allocation' END) AS atr16,
      strftime(start_date, '%Y-%m-%d') AS start_date, strftime(end_date, '%Y-%m-%d') AS end_date,
      CASE WHEN delivery = 1 THEN amount ELSE amount + 60 END AS ext_sll_prc,
      start_date::TIMESTAMP + INTERVAL 9 HOUR AS crtd_dt,
      start_date::TIMESTAMP + INTERVAL 10 HOUR + to_days(delivery) AS updt_dt,
      TIMESTAMP '2024-12-20 02:00:00' + to_days(delivery) AS incr_updt_dt
    FROM deliveries
"""

_ENTRY = """
    WITH entries AS (
      SELECT
        contract_line.line_nth, contract_line.name_nth, contract_line.start_date, contract_line.end_date,
          true_up.amount,
        CASE WHEN true_up.direction >= 0 THEN 'Contract Liability' ELSE 'Revenue' END AS debited,
        CASE true_up.direction WHEN 1 THEN 'Revenue' WHEN 0 THEN 'Unbilled Receivable' ELSE 'Contract Liability' END
          AS credited
      FROM contract_line
      INNER JOIN true_up USING (name_nth)
      WHERE contract_line.origin = 'true up'
      UNION ALL
      -- entries that are no true-up: on ordinary lines, and between other kinds of accounts
      SELECT
        line_nth, name_nth, start_date, end_date, 300, 'Contract Liability',
        CASE WHEN line_nth % 2 = 0 THEN 'Revenue' ELSE 'Unbilled Receivable' END
      FROM contract_line
      WHERE origin = 'charge' AND line_nth % 80 = 3 AND end_date > start_date
    ),
    deliveries AS (
      SELECT *, 1 AS delivery FROM entries
      UNION ALL
      SELECT *, 0 FROM entries WHERE line_nth % 10 = 0
    )
    SELECT
      'JEL' || format('{:09d}', line_nth) AS je_line_id, 'JEH' || format('{:08d}', line_nth // 4) AS je_head_id,
      'RCL' || format('{:09d}', line_nth) AS rc_line_id, 'RC' || format('{:08d}', abs(name_nth) % 100000000) AS rc_id,
      debited AS dr_activity_type, credited AS cr_activity_type,
      CASE WHEN delivery = 1 THEN amount ELSE amount + 600 END AS amount,
      start_date::TIMESTAMP AS start_date, end_date::TIMESTAMP AS end_date,
      TIMESTAMP '2024-12-20 03:00:00' + to_days(delivery) AS incr_updt_dt
    FROM deliveries
"""

FAMILY = Family(
    name="Zuora Revenue",
    world=(_LINES,),
    tables=(
        RawTable(
            schema=_SCHEMA,
            name="zuora_revenue_revenue_contract_line",
            columns="""
                id VARCHAR, rc_id VARCHAR, customer_number VARCHAR, subscription_name VARCHAR,
                rate_plan_charge_id VARCHAR, product_rate_plan_charge_id VARCHAR, atr16 VARCHAR, start_date VARCHAR,
                end_date VARCHAR, ext_sll_prc DECIMAL(18, 6), crtd_dt TIMESTAMP, updt_dt TIMESTAMP,
                incr_updt_dt TIMESTAMP
            """,
            sql=_LINE,
            key="id, incr_updt_dt",
        ),
        RawTable(
            schema=_SCHEMA,
            name="zuora_revenue_manual_journal_entry",
            columns="""
                je_line_id VARCHAR, je_head_id VARCHAR, rc_line_id VARCHAR, rc_id VARCHAR, dr_activity_type VARCHAR,
                cr_activity_type VARCHAR, amount DECIMAL(18, 6), start_date TIMESTAMP, end_date TIMESTAMP,
                incr_updt_dt TIMESTAMP
            """,
            sql=_ENTRY,
            key="je_line_id, incr_updt_dt",
        ),
    ),
)
