"""Scores for buying after a trial: each upload is one row whose JSON text is an array of scored namespaces.

Three uploads are there at W0, the fourth comes at W1. Each run leaves out another sixth of the groups on trial, and
those whose trial began after its score date.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_SCORES = """
CREATE OR REPLACE TEMP TABLE trial_score AS
WITH uploads AS (
  SELECT * FROM (VALUES
    (1, DATE '2024-11-24', 0), (2, DATE '2024-12-08', 0), (3, DATE '2024-12-22', 0), (4, DATE '2024-12-29', 1)
  ) AS uploads (upload_nth, score_date, wave)
),
scored AS (
  SELECT
    uploads.*, namespace_id, score_date - trial_starts_on AS days_since_trial_start,
    draw('ptpt' || upload_nth, namespace_id) AS bits
  FROM namespace
  INNER JOIN namespace_plan USING (namespace_id)
  CROSS JOIN uploads
  WHERE purpose = 'trial' AND trial_starts_on <= score_date AND (namespace_id + upload_nth) % 6 != 0
)
SELECT *, share(bits, 0) AS score FROM scored
"""

FAMILY = Family(
    name="Scores of trials",
    world=(_SCORES,),
    tables=(
        RawTable(
            schema="data_science",
            name="ptpt_scores",
            columns="jsontext VARCHAR, uploaded_at TIMESTAMP",
            sql="""
                SELECT
                  to_json(list({
                    'namespace_id': namespace_id,
                    'score_date': strftime(score_date, '%Y-%m-%d'),
                    'score': score,
                    'grouping': 1 + (score * 10000)::INTEGER // 2000,
                    'insights': item(['Many members invited', 'Pipelines run daily', 'Little use', 'Security tried'],
                      pick(bits, 1, 4)),
                    'days_since_trial_start': days_since_trial_start
                  } ORDER BY namespace_id))::VARCHAR AS jsontext,
                  score_date::TIMESTAMP + INTERVAL 30 HOUR AS uploaded_at
                FROM trial_score
                WHERE wave <= wave()
                GROUP BY upload_nth, score_date
            """,
            key="uploaded_at",
            changes=(1,),
        ),
    ),
)
