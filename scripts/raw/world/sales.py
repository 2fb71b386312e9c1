"""Opportunities: one for each thing a base subscription agreed or lost, and a pipeline of open and lost ones.

Row numbers: name x 16 + version for what was agreed, name x 16 + 15 for a term that ran out; 20,000,000,000 + n for the
pipeline; negative for the cast.
"""

from __future__ import annotations

PIPELINE = 20_000_000_000
"""Added to the row number of an opportunity of the pipeline."""

AGREED = """
CREATE OR REPLACE TEMP TABLE agreed_opportunity AS
WITH steps AS (
  SELECT
    event.name_nth, event.version, event.start_date, event.end_date, event.mrr, event.is_cancel, event.wave,
      event.charge_nth,
    LAG(event.mrr, 1, 0) OVER same_name AS previous_mrr,
    LEAD(event.version) OVER same_name IS NULL AS is_last
  FROM event
  INNER JOIN base_name USING (name_nth)
  WHERE event.track = 1
  WINDOW same_name AS (PARTITION BY event.name_nth ORDER BY event.version)
),
outcomes AS (
  SELECT *, name_nth * 16 + version AS opportunity_nth, CASE WHEN is_cancel THEN 'churn' ELSE 'won'
    END AS outcome FROM steps
  UNION ALL
  SELECT
    name_nth, version, end_date AS start_date, end_date, 0 AS mrr, TRUE AS is_cancel, 0 AS wave, charge_nth,
    mrr AS previous_mrr, is_last, name_nth * 16 + 15 AS opportunity_nth, 'churn' AS outcome
  FROM steps
  INNER JOIN subscription_name USING (name_nth)
  WHERE is_last AND NOT is_cancel AND end_date <= DATE '2024-12-28' AND subscription_name.renewed_by IS NULL
),
described AS (
  SELECT
    outcomes.*, subscription_name.account_nth, subscription_name.is_self_service,
    first_step.renews_nth IS NOT NULL AS is_renewal_of_name,
    product_charge.plan_name, ((mrr - previous_mrr) * 12)::DECIMAL(18, 2) AS net_arr,
      (previous_mrr * 12)::DECIMAL(18, 2) AS basis,
    draw('opportunity', opportunity_nth) AS bits, subscription_name.subscription_name
  FROM outcomes
  INNER JOIN subscription_name USING (name_nth)
  INNER JOIN product_charge USING (charge_nth)
  LEFT JOIN name_step AS first_step ON outcomes.name_nth = first_step.name_nth AND first_step.version = 1
)
SELECT
  opportunity_nth, account_nth, net_arr, basis, bits, wave, plan_name, is_self_service AS is_web,
  subscription_name || CASE WHEN outcome = 'churn' THEN ' - Churn' ELSE ' - Order ' || version END AS opportunity_name,
  CASE WHEN outcome = 'churn' THEN 'Renewal' WHEN version > 1 AND is_self_service THEN 'Add-On Business'
    WHEN version = 1 AND NOT is_renewal_of_name THEN 'New Business'
    WHEN version = 1 OR pick(bits, 0, 2) = 0 THEN 'Renewal' ELSE 'Add-On Business' END AS kind,
  CASE WHEN outcome = 'churn' THEN '8-Closed Lost' ELSE 'Closed Won' END AS stage,
  outcome = 'won' AS is_won,
  TRUE AS is_closed,
  CASE WHEN wave > 0 THEN DATE '2024-12-29' + wave ELSE LEAST(start_date, DATE '2024-12-28') END AS close_date,
  CASE
    WHEN outcome = 'churn' THEN '6. Churn - Final'
    WHEN version = 1 AND is_renewal_of_name THEN '3. Growth'
    WHEN version = 1 AND name_nth <= 480 * scale() THEN '1. New - First Order'
    WHEN version = 1 THEN '2. New - Connected'
    WHEN net_arr < 0 THEN '4. Contraction' ELSE '3. Growth'
  END AS order_type,
  CASE WHEN is_self_service THEN 'Web Direct Generated'
    ELSE item(['SDR Generated', 'AE Generated', 'AE Generated', 'Channel Generated'], pick(bits, 1, 4)) END AS source,
  CASE WHEN pick(bits, 2, 2) = 0 THEN TRUE END AS fpa_flag,
  plan_name LIKE '%OSS Program%' OR plan_name LIKE '%EDU Program%' AS is_edu_oss
FROM described
"""

PIPELINE_TABLE = f"""
CREATE OR REPLACE TEMP TABLE pipeline_opportunity AS
WITH numbered AS (
  SELECT
    pipeline_nth, {PIPELINE} + pipeline_nth AS opportunity_nth, 1 + (pipeline_nth * 7) % (600 * scale()) AS account_nth,
    draw('pipeline', pipeline_nth) AS bits, draw('pipeline size', pipeline_nth) AS size_bits
  FROM range(1, 900 * scale() + 1) AS pipeline (pipeline_nth)
),
described AS (
  SELECT
    *,
    CASE WHEN pick(bits, 0, 100) < 55 THEN 'open' WHEN pick(bits, 0, 100) < 93 THEN 'lost'
      WHEN pick(bits, 0, 100) < 97 THEN 'unqualified' ELSE 'duplicate' END AS outcome,
    item(['New Business', 'Add-On Business', 'Renewal'], pick(bits, 1, 3)) AS drawn_kind,
    (1200 + pick(size_bits, 0, 60000) + CASE WHEN pick(size_bits, 1, 10) = 0 THEN 120000 ELSE 0 END) AS amount
  FROM numbered
)
SELECT
  described.pipeline_nth, opportunity_nth, account_nth, bits, planted.defect,
  COALESCE(planted.defect IN ('D25_won_duplicate', 'D25_fpa_contradicts', 'deleted_won'), FALSE) AS is_forced,
  'Pipeline ' || pipeline_nth AS opportunity_name,
  CASE WHEN planted.defect IS NOT NULL OR outcome != 'open' THEN 'New Business' ELSE drawn_kind END AS kind,
  CASE
    WHEN planted.defect = 'D25_won_duplicate' THEN '10-Duplicate'
    WHEN planted.defect = 'D25_fpa_contradicts' AND planted.position <= 3 THEN 'Closed Won'
    WHEN planted.defect = 'D25_fpa_contradicts' THEN '8-Closed Lost'
    WHEN planted.defect = 'deleted_won' THEN 'Closed Won'
    WHEN outcome = 'lost' THEN '8-Closed Lost' WHEN outcome = 'unqualified' THEN '9-Unqualified'
    WHEN outcome = 'duplicate' THEN '10-Duplicate'
    ELSE item(['00-Pre Opportunity', '0-Pending Acceptance', '1-Discovery', '2-Scoping',
      '3-Technical Evaluation',
      '4-Proposal', '5-Negotiating', '6-Awaiting Signature', '7-Closing'], pick(bits, 2, 9))
  END AS stage,
  COALESCE(
    planted.defect IN ('D25_won_duplicate', 'deleted_won')
    OR planted.defect = 'D25_fpa_contradicts' AND planted.position <= 3, FALSE
  ) AS is_won,
  outcome != 'open' OR is_forced AS is_closed,
  COALESCE(planted.defect = 'deleted_won', FALSE) AS is_deleted,
  CASE WHEN outcome = 'open' AND NOT is_forced THEN DATE '2025-01-02' + pick(size_bits, 2, 300)::INTEGER
    ELSE DATE '2024-12-20' - pick(size_bits, 2, 600)::INTEGER END AS close_date,
  amount::DECIMAL(18, 2) AS net_arr,
  CASE WHEN planted.defect = 'D25_order_type_null' THEN NULL
    ELSE item(['1. New - First Order', '2. New - Connected', '3. Growth', '3. Growth', '7. PS / Other'],
      pick(size_bits, 3, 5))
  END AS order_type,
  CASE WHEN planted.defect = 'D25_bdr' THEN 'BDR Generated'
    ELSE item(['SDR Generated', 'AE Generated', 'AE Generated', 'Channel Generated', 'Partner Generated'],
      pick(bits, 3, 5))
  END AS source,
  CASE WHEN planted.defect = 'D25_fpa_contradicts' THEN planted.position > 3
    WHEN planted.defect IS NULL AND outcome != 'open' AND pick(bits, 3, 2) = 0 AND drawn_kind != 'Renewal' THEN FALSE
  END AS fpa_flag,
  CASE WHEN pipeline_nth BETWEEN 101 AND 120 THEN 1 WHEN pipeline_nth BETWEEN 121 AND 140 THEN 2 ELSE 0
    END AS changed_at_wave
FROM described
LEFT JOIN planted ON planted.entity = 'opportunity' AND planted.nth = described.pipeline_nth
"""

ALL = """
CREATE OR REPLACE TEMP TABLE opportunity AS
WITH every AS (
  SELECT
    *, wave AS signed_at_wave, wave AS changed_at_wave, FALSE AS is_deleted,
    sfdc15('006', opportunity_nth) AS opportunity_id15
  FROM agreed_opportunity
  UNION ALL BY NAME
  SELECT
    *, 0 AS basis, FALSE AS is_web, FALSE AS is_edu_oss, 'SaaS - Premium - 1 Year' AS plan_name, 0 AS signed_at_wave,
    sfdc15('006', opportunity_nth) AS opportunity_id15
  FROM pipeline_opportunity
  UNION ALL BY NAME
  SELECT
    *, md5_number_lower(opportunity_name) AS bits, stage != '5-Negotiating' AS is_closed, 0 AS basis,
      FALSE AS is_edu_oss,
    0 AS signed_at_wave, 0 AS changed_at_wave, FALSE AS is_deleted,
    sfdc15_named('006', opportunity_name) AS opportunity_id15
  FROM cast_opportunity
)
SELECT every.* EXCLUDE (opportunity_id15, wave, pipeline_nth, defect, is_forced),
  sfdc18(opportunity_id15) AS opportunity_id
FROM every
"""

STATEMENTS = (AGREED, PIPELINE_TABLE, ALL)
