"""Scores of the propensity models: each upload is one row whose JSON text is an array of scored accounts.

Uploads: one of 2024-12-01, one of 2024-12-15 and, from W1 on, a second one of the score date 2024-12-15 with other
scores (the later upload counts). The 410 generated scores per unit of scale are spread evenly between 0 and 1, so the
mean is near 0.5 and the deviation near 0.29 in both models: the cast's .99 in one model outweighs .61 in the other, and
.71 does not outweigh .99.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_SCORES = """
CREATE OR REPLACE TEMP TABLE account_score AS
WITH accounts AS (
  -- accounts that live on: every account but the first ten in order of row number, up to 410 per unit of scale
  SELECT account_nth, account_id FROM crm_account WHERE account_nth BETWEEN 11 AND 410 * scale() + 10
  UNION ALL
  SELECT -1000 - nth, sfdc18(sfdc15('001', 30000000000 + nth)) FROM range(1, 5) AS orphans (nth)
),
uploads AS (
  SELECT * FROM (VALUES (1, DATE '2024-12-01', 0), (2, DATE '2024-12-15', 0), (3, DATE '2024-12-15', 1))
    AS uploads (upload_nth, score_date, wave)
),
models AS (SELECT * FROM (VALUES ('pte'), ('ptc')) AS models (model)),
scored AS (
  SELECT
    model, upload_nth, score_date, wave, account_nth, account_id,
    draw(model || upload_nth, account_nth) AS bits
  FROM accounts CROSS JOIN uploads CROSS JOIN models
  -- one account is known to the contraction model only
  WHERE NOT (model = 'pte' AND account_nth = 11)
),
generated AS (
  SELECT
    scored.* EXCLUDE (bits), pick(bits, 1, 4) AS insight_nth,
    -- one score that cannot be a probability
    CASE WHEN model = 'pte' AND account_nth = 12 AND upload_nth >= 2 THEN 1.2
      ELSE share(bits, 0) END::DECIMAL(9, 4) AS score,
    CASE model WHEN 'pte' THEN 1 + pick(bits, 0, 5) ELSE 5 - pick(bits, 0, 5) END AS grouping_nth
  FROM scored
  UNION ALL BY NAME
  SELECT cast_score.model, upload_nth, score_date, wave, account_nth, account_id, score, grouping_nth, 0 AS insight_nth
  FROM cast_score
  INNER JOIN crm_account USING (account_nth)
  CROSS JOIN uploads
)
SELECT * FROM generated
"""


def _uploads(model: str, extra: str) -> str:
    return f"""
        SELECT
          to_json(list({{
            'crm_account_id': account_id,
            'score_date': strftime(score_date, '%Y-%m-%d'),
            'score': score,
            'decile': LEAST(10, 1 + (score * 10)::INTEGER),
            'importance': item(['high', 'medium', 'low'], insight_nth % 3),
            'grouping': grouping_nth,
            'insights': item(['Seat use is rising', 'Many new users', 'Low use of features',
              'Contact has left'], insight_nth),
            'model_version': '2.1', {extra}
          }} ORDER BY account_nth))::VARCHAR AS jsontext,
          score_date::TIMESTAMP + to_days(upload_nth // 3) * 15 + INTERVAL 6 HOUR AS uploaded_at
        FROM account_score
        WHERE model = '{model}' AND wave <= wave()
        GROUP BY upload_nth, score_date
    """


FAMILY = Family(
    name="Data science",
    world=(_SCORES,),
    tables=(
        RawTable(
            schema="data_science",
            name="pte_scores",
            columns="jsontext VARCHAR, uploaded_at TIMESTAMP",
            sql=_uploads("pte", "'uptier_likely': grouping_nth = 5"),
            key="uploaded_at",
            changes=(1,),
        ),
        RawTable(
            schema="data_science",
            name="ptc_scores",
            columns="jsontext VARCHAR, uploaded_at TIMESTAMP",
            sql=_uploads(
                "ptc",
                "'renewal_date': strftime(DATE '2025-01-01' + (account_nth % 300)::INTEGER, '%Y-%m-%d'), "
                "'downtier_likely': grouping_nth = 1",
            ),
            key="uploaded_at",
            changes=(1,),
        ),
    ),
)
