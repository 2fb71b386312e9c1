"""Churn forecasts: each upload is one row whose JSON text is an array of cohorts with an open renewal.

A cohort is named after its oldest subscription. Uploads: score dates 2024-12-01 and 2024-12-15, and from W1 on the
latter once more with other scores. A renewing subscription whose number ends in two zeros is scored under its own name:
the forecasters had not yet found the older one it continues.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_FORECASTS = """
CREATE OR REPLACE TEMP TABLE churn_forecast AS
WITH revenue AS (
  -- yearly revenue of December 2024 per subscription name, as W0 knows it
  SELECT charge.name_nth, SUM(charge.mrr * 12)::DECIMAL(18, 2) AS arr, MAX(newest.term_end_date) AS term_end_date
  FROM charge
  INNER JOIN (
    SELECT name_nth, MAX(version) AS version, ARG_MAX(term_end_date, version) AS term_end_date
    FROM subscription_version WHERE wave = 0 AND name_nth > 0 AND defect IS NULL GROUP BY name_nth
  ) AS newest ON charge.name_nth = newest.name_nth AND charge.version = newest.version
  INNER JOIN product_charge USING (charge_nth)
  WHERE charge.wave = 0 AND product_charge.charge_type = 'Recurring'
    AND charge.start_date < DATE '2025-01-01' AND COALESCE(charge.end_date, DATE '2025-01-01') >= DATE '2025-01-01'
  GROUP BY charge.name_nth
),
cohorts AS (
  SELECT
    renewed.account_nth, revenue.arr, revenue.term_end_date,
    LOWER(CASE WHEN renewed.name_nth % 100 = 0 THEN renewed.subscription_name
      ELSE COALESCE(older.subscription_name, renewed.subscription_name) END) AS cohort
  FROM revenue
  INNER JOIN subscription_name AS renewed USING (name_nth)
  LEFT JOIN subscription_name AS older
    ON older.billing_nth = renewed.billing_nth AND older.renewed_by = renewed.subscription_name
),
renewals AS (
  SELECT
    cohorts.cohort, opportunity.opportunity_nth, opportunity.opportunity_id, SUM(cohorts.arr) AS arr,
    MIN(cohorts.term_end_date) AS renewal_date
  FROM cohorts
  INNER JOIN opportunity ON cohorts.account_nth = opportunity.account_nth
  WHERE opportunity.kind = 'Renewal' AND NOT opportunity.is_closed AND cohorts.arr > 0
  GROUP BY cohorts.cohort, opportunity.opportunity_nth, opportunity.opportunity_id
),
uploads AS (
  SELECT * FROM (VALUES (1, DATE '2024-12-01', 0), (2, DATE '2024-12-15', 0), (3, DATE '2024-12-15', 1))
    AS uploads (upload_nth, score_date, wave)
),
drawn AS (
  SELECT *, draw('churn' || upload_nth || cohort, opportunity_nth) AS bits
  FROM renewals CROSS JOIN uploads
),
scored AS (
  SELECT *, share(bits, 0) AS churn_score, ((1 - share(bits, 0)) * share(bits, 1))::DECIMAL(9, 4) AS contraction_score
  FROM drawn
)
SELECT * FROM scored
"""

FAMILY = Family(
    name="Churn forecasts",
    world=(_FORECASTS,),
    tables=(
        RawTable(
            schema="data_science",
            name="churn_forecasting_scores",
            columns="jsontext VARCHAR, uploaded_at TIMESTAMP",
            sql="""
                SELECT
                  to_json(list({
                    'oldest_subscription_in_cohort': cohort,
                    'dim_crm_opportunity_id_current_open_renewal': opportunity_id,
                    'score_date': strftime(score_date, '%Y-%m-%d'),
                    'renewal_date': strftime(renewal_date, '%Y-%m-%d'),
                    'current_arr': arr,
                    'churn_score': churn_score,
                    'contraction_score': contraction_score,
                    'outcome': CASE WHEN churn_score > 0.5 THEN 'Churn' WHEN contraction_score > 0.5 THEN 'Contraction'
                      ELSE 'Renewal' END,
                    'arr_expected_to_renew': (arr * (1 - churn_score) * (1 - contraction_score / 4))::DECIMAL(18, 2),
                    'model_version': '1.4'
                  } ORDER BY cohort, opportunity_nth))::VARCHAR AS jsontext,
                  score_date::TIMESTAMP + to_days(upload_nth // 3) * 15 + INTERVAL 7 HOUR AS uploaded_at
                FROM churn_forecast
                WHERE wave <= wave()
                GROUP BY upload_nth, score_date
            """,
            key="uploaded_at",
            changes=(1,),
        ),
    ),
)
