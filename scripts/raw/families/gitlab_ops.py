"""Merge requests of the company's own operations instance; an extract appends those that changed since the last one."""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_MERGE_REQUEST = """
    WITH drawn AS (
      SELECT nth, draw('operations merge request', nth) AS bits
      FROM range(1, 800 * scale() + 1) AS requests (nth)
    ),
    opened AS (
      -- some are as new as the load waves
      SELECT *, moment(DATE '2024-12-30' - CASE WHEN nth % 25 = 0 THEN nth // 25 % 3
        ELSE 3 + pick(bits, 0, 700) END::INTEGER, bits, 1) AS created_at
      FROM drawn
    ),
    states AS (
      SELECT *, created_at AS updated_at, NULL::TIMESTAMP AS merged_at, 1 AS state_id FROM opened
      UNION ALL
      -- most are closed within days, some of them while the load waves run
      SELECT *, created_at + to_hours(2 + pick(bits, 2, 90)),
        CASE WHEN pick(bits, 3, 8) > 0 THEN created_at + to_hours(2 + pick(bits, 2, 90)) END,
        CASE WHEN pick(bits, 3, 8) > 0 THEN 3 ELSE 2 END
      FROM opened
      WHERE pick(bits, 3, 12) > 0 AND created_at + to_hours(2 + pick(bits, 2, 90)) < TIMESTAMP '2024-12-31'
    )
    SELECT
      nth AS id, 1 + nth // 40 AS iid, 1 + nth % 40 AS target_project_id,
      CASE WHEN pick(bits, 1, 20) > 0 THEN 1 + slot(bits, 2) % 300 END AS author_id,
      state_id, created_at, merged_at, updated_at,
      epoch(updated_at::DATE::TIMESTAMP + to_hours(25))::BIGINT AS _uploaded_at,
      'edp_gitlab_ops_db_merge_requests_' || strftime(updated_at::DATE + 1, '%Y%m%d') AS _task_instance
    FROM states
    WHERE updated_at::DATE < as_of()
"""

FAMILY = Family(
    name="GitLab Ops",
    tables=(
        RawTable(
            schema="tap_postgres",
            name="gitlab_ops_db_merge_requests",
            columns="""
                id BIGINT, iid BIGINT, target_project_id BIGINT, author_id BIGINT, state_id BIGINT,
                created_at TIMESTAMP, merged_at TIMESTAMP, updated_at TIMESTAMP, _uploaded_at BIGINT,
                _task_instance VARCHAR
            """,
            sql=_MERGE_REQUEST,
            key="_uploaded_at, id, updated_at",
            changes=(1, 2),
        ),
    ),
)
