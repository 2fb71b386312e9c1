"""Billing accounts, subscription names and how each name will develop.

A name gets a number of versions, a rhythm in months between them and a term; whether it still runs at the end of 2024
follows from the age of its last version. Second names of an account renew the first one where that one has ended.
"""

from __future__ import annotations

from scripts.raw.world.crm import EXTRA

BILLING_ACCOUNTS = f"""
CREATE OR REPLACE TEMP TABLE billing_account AS
WITH base AS (
  SELECT
    billing_nth,
    -- every fifth account is a prospect; the last billing accounts are second ones of their account
    CASE WHEN billing_nth <= 460 * scale() THEN billing_nth + (billing_nth - 1) // 4
      ELSE (billing_nth - 460 * scale()) * 7 END AS account_nth,
    CASE WHEN pick(draw('billing', billing_nth), 0, 100) < 70 THEN 18
      WHEN pick(draw('billing', billing_nth), 0, 100) < 95 THEN 15 ELSE 0 END AS crm_form,
    'Batch' || (1 + billing_nth % 10) AS batch,
    FALSE AS is_deleted
  FROM range(1, 480 * scale() + 1) AS accounts (billing_nth)
),
extra AS (
  SELECT
    {EXTRA} + nth AS billing_nth,
    CASE WHEN defect LIKE 'D12%' THEN 400 + nth ELSE {EXTRA} + nth - 9 END AS account_nth,
    CASE WHEN nth % 3 = 0 THEN 15 ELSE 18 END AS crm_form,
    CASE WHEN defect = 'D12_batch20' THEN 'Batch20' ELSE 'Batch1' END AS batch,
    defect = 'D12_deleted' AS is_deleted
  FROM planted
  WHERE entity = 'extra_billing'
),
every AS (
  SELECT *, NULL AS given_name FROM base
  UNION ALL
  SELECT *, NULL FROM extra
  UNION ALL
  SELECT billing_nth, account_nth, crm_form, batch, FALSE, billing_name FROM cast_billing
)
SELECT
  every.* EXCLUDE (given_name),
  COALESCE(given_name, crm_account.account_name) AS billing_name,
  COALESCE(given_name, 'A' || format('{{:08d}}', billing_nth)) AS account_number,
  hex32('account', COALESCE(given_name, billing_nth::VARCHAR)) AS billing_id,
  CASE crm_form WHEN 18 THEN crm_account.account_id WHEN 15 THEN crm_account.account_id15 ELSE '' END AS crm_id,
  crm_account.segment, crm_account.country, crm_account.geo,
  draw('billing account', billing_nth) AS bits
FROM every
INNER JOIN crm_account USING (account_nth)
"""

NAMES = """
CREATE OR REPLACE TEMP TABLE base_name AS
WITH numbered AS (
  SELECT
    name_nth,
    CASE WHEN name_nth <= 480 * scale() THEN name_nth ELSE (name_nth - 480 * scale()) * 4 END AS billing_nth,
    draw('name', name_nth) AS bits, draw('name plan', name_nth) AS plan_bits, draw('name size', name_nth) AS size_bits
  FROM range(1, 600 * scale() + 1) AS names (name_nth)
),
planned AS (
  SELECT
    numbered.*, billing_account.segment,
    late.nth IS NOT NULL AS is_late,
    CASE
      WHEN late.nth IS NOT NULL THEN 2
      ELSE item([1, 1, 2, 2, 3, 3, 3, 4, 4, 5], pick(numbered.bits, 0, 10))
    END AS versions,
    pick(plan_bits, 0, 100) AS plan_draw
  FROM numbered
  INNER JOIN billing_account USING (billing_nth)
  LEFT JOIN planted AS late ON late.entity = 'name' AND late.nth = numbered.name_nth
),
chosen AS (
  SELECT
    *,
    CASE
      WHEN is_late OR versions < 4 AND pick(bits, 1, 2) = 0 THEN 12
      ELSE item([4, 6], pick(bits, 2, 2))
    END AS gap_months,
    CASE
      WHEN is_late OR plan_draw < 40 THEN 2 WHEN plan_draw < 44 THEN 1 WHEN plan_draw < 46 THEN 3
      WHEN plan_draw < 48 THEN 4
      WHEN plan_draw < 62 THEN 5 WHEN plan_draw < 64 THEN 6 WHEN plan_draw < 80 THEN 10 WHEN plan_draw < 82 THEN 11
      WHEN plan_draw < 92 THEN 13 WHEN plan_draw < 93 THEN 8 WHEN plan_draw < 94 THEN 9 WHEN plan_draw < 95 THEN 16
      WHEN plan_draw < 99 THEN plan_draw - 77
      ELSE 25 + pick(plan_bits, 1, 3)
    END AS charge_nth
  FROM planned
),
dated AS (
  SELECT
    chosen.*,
    GREATEST(product_charge.billing_months, 12) AS term_months,
    (versions - 1) * gap_months AS elapsed_months,
    GREATEST(product_charge.billing_months, 12)
      * ((versions - 1) * gap_months // GREATEST(product_charge.billing_months, 12) + 1)
      - (versions - 1) * gap_months AS remaining_months
  FROM chosen
  INNER JOIN product_charge USING (charge_nth)
)
SELECT
  name_nth, billing_nth, bits, plan_bits, size_bits, segment, is_late, versions, gap_months, charge_nth, term_months,
  -- the last version lies in the current term, except for one name in five
  add_months(
    DATE '2024-12-01' + (pick(bits, 3, 20)::INTEGER),
    -elapsed_months - CASE
      WHEN is_late THEN 2
      WHEN pick(plan_bits, 2, 100) < 80 THEN pick(plan_bits, 3, remaining_months)
      ELSE remaining_months + pick(plan_bits, 3, 18)
    END
  ) AS first_date,
  versions > 1 AND NOT is_late AND pick(size_bits, 0, 100) < 8 AS is_cancelled,
  CASE segment
    WHEN 'SMB' THEN 3 + pick(size_bits, 1, 28) WHEN 'Mid-Market' THEN 20 + pick(size_bits, 1, 130)
    WHEN 'Large' THEN 100 + pick(size_bits, 1, 1400) ELSE 50 + pick(size_bits, 1, 350)
  END AS first_quantity,
  CASE
    WHEN versions > 1 AND NOT is_late AND charge_nth IN (2, 10) AND pick(size_bits, 2, 100) < 12
      THEN 2 + pick(size_bits, 3, versions - 1)
  END AS upgrade_version,
  segment = 'SMB' AND pick(draw('self service', name_nth), 0, 100) < 40 AS is_self_service
FROM dated
"""

STATEMENTS = (BILLING_ACCOUNTS, NAMES)
