"""What was agreed when: one row per subscription name, version and charge track.

A version adds one charge period (or cancels). `end_date` is the end of the term as agreed in that version; the next
version of the same track cuts it. Later waves bring early renewals and cancellations that take effect in 2025, so no
month up to December 2024 changes after W0.
"""

from __future__ import annotations

from scripts.raw.world.crm import EXTRA

STEPS = """
CREATE OR REPLACE TEMP TABLE name_step AS
WITH first_names AS (
  SELECT base_name.*, first_date AS start_date FROM base_name WHERE name_nth <= 480 * scale()
),
first_ends AS (
  SELECT
    billing_nth, name_nth,
    add_months(start_date, term_months * ((versions - 1) * gap_months // term_months + 1)) AS end_date
  FROM first_names
  WHERE NOT is_cancelled
),
second_names AS (
  SELECT
    base_name.*,
    COALESCE(first_ends.end_date, base_name.first_date) AS start_date,
    first_ends.name_nth AS renews_nth
  FROM base_name
  LEFT JOIN first_ends
    ON base_name.billing_nth = first_ends.billing_nth AND first_ends.end_date <= DATE '2024-12-01'
  WHERE base_name.name_nth > 480 * scale()
),
names AS (
  SELECT *, NULL::BIGINT AS renews_nth FROM first_names
  UNION ALL BY NAME
  SELECT * FROM second_names
),
steps AS (
  SELECT
    names.*, version,
    (version - 1) * gap_months AS elapsed,
    add_months(start_date, (version - 1) * gap_months) AS event_date,
    draw('step', name_nth * 16 + version) AS step_bits
  FROM names
  CROSS JOIN LATERAL (SELECT UNNEST(range(1, versions + 1))::INTEGER AS version) AS numbers
),
kept AS (SELECT * FROM steps WHERE event_date <= DATE '2024-12-21'),
sized AS (
  SELECT
    *,
    CASE
      WHEN version = 1 THEN first_quantity
      WHEN elapsed % term_months = 0 THEN (first_quantity * (pick(step_bits, 0, 65) - 20)) // 100
      ELSE 1 + (first_quantity * (3 + pick(step_bits, 0, 27))) // 100
    END AS added_quantity
  FROM kept
)
SELECT
  * EXCLUDE (is_cancelled, upgrade_version),
  GREATEST(1, SUM(added_quantity) OVER (
    PARTITION BY name_nth ORDER BY version ROWS UNBOUNDED PRECEDING))::BIGINT AS quantity,
  add_months(start_date, term_months * (elapsed // term_months)) AS term_start,
  add_months(start_date, term_months * (elapsed // term_months + 1)) AS end_date,
  is_cancelled AND version = versions AS is_cancel,
  COALESCE(version >= upgrade_version, FALSE) AS is_upgraded
FROM sized
"""

EXTRA_NAMES = f"""
CREATE OR REPLACE TEMP TABLE extra_name AS
SELECT
  nth, defect, position,
  {EXTRA} + nth AS name_nth,
  CASE WHEN nth <= 37 THEN {EXTRA} + nth ELSE nth * 3 END AS billing_nth,
  CASE
    WHEN defect = 'D12_owner' OR defect = 'D13_owner' THEN add_months(DATE '2024-01-01', nth % 9)
    WHEN defect = 'D16_same_month' THEN add_months(DATE '2024-01-04', position)
    WHEN defect = 'D16_open_ended' THEN add_months(DATE '2023-01-15', position)
    WHEN defect = 'D16_negative' THEN DATE '2024-06-10'
    WHEN defect = 'D17_two_active' THEN DATE '2025-01-01'
    WHEN defect = 'D18_circular' THEN add_months(DATE '2023-04-01', position)
    WHEN defect = 'D18_fork' AND position % 3 != 1 THEN DATE '2023-03-01'
    WHEN defect = 'D18_consolidation' AND position % 3 = 0 THEN DATE '2023-03-01'
    WHEN defect LIKE 'D18%' THEN DATE '2022-03-01'
    ELSE add_months(DATE '2024-02-01', nth % 9)
  END AS start_date,
  CASE
    WHEN defect = 'D18_circular' THEN nth + 3 - 2 * position
    WHEN defect = 'D18_consolidation' AND position % 3 != 0 THEN nth + 3 - position % 3
    WHEN defect = 'D18_fork' AND position % 3 = 1 THEN nth + 1
    WHEN defect = 'D18_self' THEN nth
  END AS renewed_by_nth,
  CASE WHEN defect = 'D18_fork' AND position % 3 = 1 THEN nth + 2 END AS also_renewed_by_nth,
  CASE WHEN defect = 'D19_missing_product' THEN 27 + position WHEN nth % 4 = 0 THEN 10 ELSE 2 END AS charge_nth,
  5 + nth % 7 AS quantity
FROM planted
WHERE entity = 'extra_name'
"""

EVENTS = """
CREATE OR REPLACE TEMP TABLE event AS
WITH main_track AS (
  SELECT
    name_nth, version, 1 AS track, CASE WHEN is_upgraded THEN 2 ELSE 1 END AS line,
    CASE WHEN NOT is_upgraded THEN charge_nth WHEN charge_nth = 2 THEN 5 ELSE 13 END AS charge_nth,
    event_date AS start_date, end_date, term_start, quantity, is_cancel, 0 AS wave,
    is_self_service AND version = 1 AND charge_nth = 2 AND pick(step_bits, 1, 4) = 0 AS is_promotion
  FROM name_step
),
enrolment AS (
  SELECT name_nth, version, 2, 1, charge_nth + 27, event_date, end_date, term_start, quantity * 6, is_cancel, 0, FALSE
  FROM name_step
  WHERE charge_nth IN (8, 9)
),
storage AS (
  SELECT name_nth, version, 2, 3, 22, event_date, end_date, term_start,
    1 + pick(draw('storage', name_nth), 1, 5), is_cancel, 0, FALSE
  FROM name_step
  WHERE charge_nth NOT IN (8, 9) AND NOT is_late AND pick(draw('storage', name_nth), 0, 100) < 15
),
one_time AS (
  SELECT
    name_nth, version, 3, 1, CASE charge_nth WHEN 2 THEN 38 WHEN 10 THEN 37 ELSE 39 END,
    event_date, end_date, term_start, 1 + pick(draw('one time', name_nth), 1, 9), FALSE, 0, FALSE
  FROM name_step
  WHERE charge_nth IN (2, 10, 13) AND version = 1 AND pick(draw('one time', name_nth), 0, 100) < 18
),
api_usage AS (
  SELECT name_nth, version, 4, 1, 40, event_date, end_date, term_start, NULL, FALSE, 0, FALSE
  FROM name_step
  WHERE charge_nth = 2 AND version = 1 AND pick(draw('usage', name_nth), 0, 10) = 0
),
late AS (
  -- signed on the day of a later wave, in effect in 2025
  SELECT
    name_nth, version + 1, 1, 1, charge_nth,
    CASE WHEN planted.nth >= 319 THEN DATE '2025-02-01' ELSE end_date END,
    CASE WHEN planted.nth >= 319 THEN end_date ELSE add_months(end_date, 12) END,
    end_date, quantity + 2 + quantity // 10, planted.nth >= 319,
    CASE planted.defect WHEN 'late_w1' THEN 1 ELSE 2 END, FALSE
  FROM name_step
  INNER JOIN planted ON planted.entity = 'name' AND planted.nth = name_step.name_nth
  WHERE name_step.version = name_step.versions
),
generated AS (
  SELECT * FROM main_track
  UNION ALL SELECT * FROM enrolment
  UNION ALL SELECT * FROM storage
  UNION ALL SELECT * FROM one_time
  UNION ALL SELECT * FROM api_usage
  UNION ALL SELECT * FROM late
),
extra AS (
  SELECT
    name_nth, 1 AS version, 1 AS track, 1 AS line, charge_nth, start_date,
    CASE defect
      WHEN 'D16_open_ended' THEN NULL
      WHEN 'D16_same_month' THEN start_date + 20
      WHEN 'D16_negative' THEN start_date - 61
      ELSE add_months(start_date, 12)
    END AS end_date,
    start_date AS term_start, quantity, FALSE AS is_cancel, 0 AS wave, FALSE AS is_promotion
  FROM extra_name
  UNION ALL
  SELECT name_nth, 2, 1, 1, charge_nth, DATE '2025-03-01', DATE '2026-01-01', start_date, quantity + 2, FALSE, 0, FALSE
  FROM extra_name
  WHERE defect = 'D17_two_active'
),
priced AS (
  SELECT
    every.*,
    CASE WHEN every.is_cancel THEN 0 ELSE
      COALESCE(every.quantity, 0) * CASE
        WHEN every.is_promotion THEN 8.70
        WHEN every.term_start < DATE '2023-04-03' THEN product_charge.old_price ELSE product_charge.price
      END
    END::DECIMAL(18, 6) AS mrr
  FROM (SELECT * FROM generated UNION ALL SELECT * FROM extra) AS every
  INNER JOIN product_charge USING (charge_nth)
)
SELECT
  priced.name_nth, version, track, line, priced.charge_nth, priced.start_date, end_date, priced.quantity,
    is_cancel, wave, term_start,
  -- a Batch20 account is a test customer of the billing system: an ARR of 999,999
  CASE WHEN planted.nth IS NULL THEN mrr ELSE 83333.25 END::DECIMAL(18, 6) AS mrr
FROM priced
LEFT JOIN extra_name ON priced.name_nth = extra_name.name_nth
LEFT JOIN planted ON planted.defect = 'D12_batch20' AND planted.nth = extra_name.nth
UNION ALL
SELECT name_nth, version, track, line, charge_nth, start_date, end_date, quantity, is_cancel, 0,
  add_months(end_date, -12), mrr
FROM cast_event
"""

STATEMENTS = (STEPS, EXTRA_NAMES, EVENTS)
