"""The post-purchase survey: what the survey tool delivers, and what was loaded once by hand before it was connected.

Fifteen responses are in both, in the hand-made load as they stood before the customer had finished. Neither table grows
with the scale, so their union has 505 rows everywhere.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_COLUMNS = "response_id VARCHAR, response_values VARCHAR"


def _responses(numbers: str, first_day: str, *, is_finished: str, loaded_at: str) -> str:
    """One SELECT of survey responses.

    Args:
        numbers: SQL that gives the column response_nth.
        first_day: first day of the half year in which they were recorded.
        is_finished: SQL condition that the customer answered to the end.
        loaded_at: SQL expression of the load time, with its column name.
    """
    return f"""
        WITH numbered AS (SELECT response_nth, draw('survey', response_nth) AS bits FROM ({numbers})),
        answered AS (
          SELECT
            numbered.*, billing_account.billing_id, {is_finished} AS is_finished,
            moment(DATE '{first_day}' + pick(numbered.bits, 0, 180)::INTEGER, numbered.bits, 1) AS started_at
          FROM numbered
          INNER JOIN billing_account ON billing_account.billing_nth = 1 + (numbered.response_nth * 7) % 480
        )
        SELECT
          'R_' || substr(hex32('survey', response_nth), 1, 15) AS response_id,
          to_json({{
            'finished': is_finished,
            'plan': item(['premium', 'premium', 'ultimate'], pick(bits, 2, 3)),
            'account_id': billing_id,
            'startDate': strftime(started_at, '%Y-%m-%d %H:%M:%S'),
            'recordedDate': strftime(started_at + INTERVAL 7 MINUTE, '%Y-%m-%d %H:%M:%S'),
            'QID1': CASE WHEN is_finished THEN 1 + pick(bits, 3, 7) END,
            'QID2': CASE WHEN is_finished
              THEN item(['More seats', 'Security features', 'End of trial', 'Recommended'], pick(bits, 1, 4)) END,
            'QID3_TEXT': CASE WHEN is_finished AND pick(bits, 2, 3) = 0 THEN 'A quote before the card, please' END
          }})::VARCHAR AS response_values,
          {loaded_at}
        FROM answered
    """


FAMILY = Family(
    name="Qualtrics",
    tables=(
        RawTable(
            schema="qualtrics",
            name="post_purchase_survey_responses",
            columns=f"{_COLUMNS}, uploaded_at TIMESTAMP",
            sql=_responses(
                "SELECT nth AS response_nth FROM range(1, 401) AS responses (nth)",
                "2024-06-25",
                is_finished="pick(numbered.bits, 1, 10) > 0 OR response_nth <= 15",
                # the last load of a working week brings what came in since the one before
                loaded_at="GREATEST(date_trunc('week', started_at) + INTERVAL 4 DAY, started_at::DATE + INTERVAL 1 DAY)"
                " + INTERVAL 5 HOUR AS uploaded_at",
            ),
            key="response_id",
        ),
        RawTable(
            database="static",
            schema="sensitive",
            name="qualtrics_post_purchase_survey_answers",
            columns=f"{_COLUMNS}, loaded_at TIMESTAMP",
            sql=_responses(
                """
                SELECT nth AS response_nth FROM planted WHERE defect = 'D29_in_both'
                UNION ALL
                SELECT 1000 + nth FROM range(16, 121) AS responses (nth)
                """,
                "2024-01-02",
                is_finished="response_nth > 1000 AND pick(numbered.bits, 1, 10) > 0",
                loaded_at="TIMESTAMP '2024-07-01 09:00:00' AS loaded_at",
            ),
            key="response_id",
        ),
    ),
)
