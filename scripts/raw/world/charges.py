"""Subscription versions and, within each version, every charge period agreed so far.

Like the billing system does, each new version repeats the periods of the versions before it, cut where a later one
begins. So the newest version of a name alone holds its whole history; older ones are superseded copies ('Expired').
A period keeps its charge number and segment in every copy; `version` of a copy is that of its subscription.
"""

from __future__ import annotations

NAMES = """
CREATE OR REPLACE TEMP TABLE subscription_name AS
WITH every AS (
  SELECT
    base.name_nth, base.billing_nth, 'A-S' || format('{:08d}', base.name_nth) AS subscription_name,
    is_self_service, NULL AS defect
  FROM base_name AS base
  UNION ALL
  SELECT name_nth, billing_nth, 'A-S9' || format('{:07d}', nth), FALSE, defect FROM extra_name
  UNION ALL
  SELECT name_nth, billing_nth, subscription_name, FALSE, NULL FROM cast_name
),
renewals AS (
  -- the second name of an account renews the first where that one had ended
  SELECT
    MIN(base_name.name_nth) AS name_nth,
    'A-S' || format('{:08d}', name_step.name_nth) AS renewed_by
  FROM name_step
  INNER JOIN base_name ON name_step.renews_nth = base_name.name_nth
  GROUP BY name_step.name_nth
  UNION ALL
  SELECT
    name_nth,
    'A-S9' || format('{:07d}', renewed_by_nth) || COALESCE(' || A-S9' || format('{:07d}', also_renewed_by_nth), '')
  FROM extra_name
  WHERE renewed_by_nth IS NOT NULL
  UNION ALL
  SELECT name_nth, renewed_by FROM cast_name
)
SELECT
  every.*, renewals.renewed_by,
  billing_account.account_nth, billing_account.billing_id, billing_account.account_number,
  billing_account.batch, billing_account.is_deleted AS is_account_deleted,
  draw('subscription', every.name_nth) AS bits
FROM every
INNER JOIN billing_account USING (billing_nth)
LEFT JOIN renewals USING (name_nth)
"""

VERSIONS = """
CREATE OR REPLACE TEMP TABLE subscription_version AS
WITH versions AS (
  SELECT name_nth, version, start_date, end_date, term_start, is_cancel, wave, charge_nth FROM event WHERE track = 1
),
numbered AS (
  SELECT
    versions.* EXCLUDE (term_start), subscription_name.* EXCLUDE (name_nth),
    MIN(start_date) OVER (PARTITION BY name_nth) AS first_date,
    CASE WHEN is_cancel THEN LAG(term_start) OVER (PARTITION BY name_nth ORDER BY version) ELSE term_start END
      AS term_start_date,
    -- the term's end: a cancelled version keeps the one it had, an odd charge does not shape the term
    CASE WHEN is_cancel THEN LAG(end_date) OVER (PARTITION BY name_nth ORDER BY version)
      WHEN end_date IS NULL OR end_date <= add_months(start_date, 1) THEN add_months(start_date, 36)
      ELSE end_date END AS term_end_date
  FROM versions
  INNER JOIN subscription_name USING (name_nth)
)
SELECT
  *,
  hex32('subscription', name_nth || '.' || version) AS subscription_id,
  CASE wave
    WHEN 0 THEN moment(LEAST(start_date, DATE '2024-12-20' + pick(bits, 0, 8)::INTEGER), bits, 1)
    ELSE moment(DATE '2024-12-29' + wave, bits, 1)
  END + to_seconds(version) AS created_at
FROM numbered
"""

PERIODS = """
CREATE OR REPLACE TEMP TABLE charge_period AS
WITH followed AS (
  SELECT
    *,
    LEAD(start_date) OVER same_track AS cut_date,
    LEAD(version) OVER same_track AS cut_version,
    LAG(mrr) OVER same_track AS previous_mrr
  FROM event
  WINDOW same_track AS (PARTITION BY name_nth, track ORDER BY version)
)
SELECT
  followed.*, subscription_name.subscription_name,
  ROW_NUMBER() OVER (PARTITION BY name_nth, track, line ORDER BY version) AS segment,
  name_nth || '.' || track || '.' || line AS charge_key,
  CASE WHEN name_nth > 0 THEN 'C-' || format('{:08d}', name_nth * 100 + track * 10 + line)
    ELSE 'C-' || subscription_name.subscription_name || '-' || track || line END AS charge_number
FROM followed
INNER JOIN subscription_name USING (name_nth)
WHERE NOT is_cancel
"""

CHARGES = """
CREATE OR REPLACE TEMP TABLE charge AS
SELECT
  holder.name_nth, holder.version, holder.subscription_id, holder.billing_id, holder.wave, holder.created_at,
  period.version AS agreed_in, period.track, period.line, period.charge_nth, period.segment, period.charge_number,
  period.charge_key, period.start_date, period.quantity, period.mrr, period.previous_mrr,
  -- what the version knows: the agreed end, or the day a later period took over
  CASE WHEN period.cut_version <= holder.version THEN period.cut_date ELSE period.end_date END AS end_date,
  COALESCE(period.cut_version <= holder.version, FALSE) AS is_cut,
  hex32('rate plan', holder.name_nth || '.' || holder.version || '.' || period.line) AS rate_plan_id,
  hex32('charge', period.charge_key || '.' || period.segment || '.' || holder.version) AS charge_id
FROM subscription_version AS holder
INNER JOIN charge_period AS period ON holder.name_nth = period.name_nth AND period.version <= holder.version
"""

STATEMENTS = (NAMES, VERSIONS, PERIODS, CHARGES)
