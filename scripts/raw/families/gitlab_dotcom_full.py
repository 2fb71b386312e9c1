"""Members and plans of namespaces on GitLab.com.

Every extract appends a full copy of the table, one per load wave. What the copies tell apart is a change at the source;
a row that a copy lacks was deleted there.
"""

from __future__ import annotations

from scripts.raw.cast.dotcom import dotcom_cast_statements
from scripts.raw.model import Family, RawTable

_SCHEMA = "tap_postgres"

_EXTRACT = """
CREATE OR REPLACE TEMP TABLE full_extract AS
SELECT nth, DATE '2024-12-29' + nth::INTEGER AS extract_date FROM range(0, 3) AS extracts (nth)
"""

_MEMBERS = """
CREATE OR REPLACE TEMP TABLE dotcom_member AS
WITH everyone AS (
  SELECT
    member_id, user_id, namespace_id, source_type, access_level, created_at, is_pending, bits,
    -- what happens during the load waves; the owner, seat 0 of a namespace, stays
    CASE WHEN member_id % 64 > 0 THEN item(['promoted', 'promoted', 'joins at 1', 'joins at 2', 'leaves at 1',
      'leaves at 2', 'away at 1'], pick(draw('member change', member_id), 0, 350)) END AS change
  FROM member
  UNION ALL BY NAME
  SELECT member_id, user_id, namespace_id, 'Namespace' AS source_type, access_level,
    TIMESTAMP '2024-03-01 09:00:00' AS created_at, is_request AS is_pending, cast_bits() AS bits
  FROM cast_member
)
SELECT
  * REPLACE (
    CASE change WHEN 'joins at 1' THEN moment(DATE '2024-12-29', bits, 0)
      WHEN 'joins at 2' THEN moment(DATE '2024-12-30', bits, 0)
      ELSE LEAST(created_at, TIMESTAMP '2024-12-20') END AS created_at
  )
FROM everyone
"""

_MEMBER = """
    SELECT
      member.member_id AS id, member.user_id, member.namespace_id AS source_id, member.source_type,
      CASE member.source_type WHEN 'Project' THEN 'ProjectMember' ELSE 'GroupMember' END AS type,
      CASE WHEN member.change = 'promoted' AND extract.nth = 0 THEN 10 ELSE member.access_level END AS access_level,
      member.created_at,
      CASE WHEN member.user_id IS NOT NULL AND pick(member.bits, 0, 3) = 0 THEN member.created_at + to_hours(5) END
        AS invite_accepted_at,
      CASE WHEN member.is_pending THEN member.created_at END AS requested_at,
      CASE WHEN member.member_id % 64 > 0 AND pick(member.bits, 3, 30) = 0
        THEN DATE '2024-12-30' + pick(member.bits, 2, 200)::INTEGER END AS expires_at,
      CASE WHEN member.user_id IS NULL THEN 'invited.' || member.member_id || '@mail.example' END AS invite_email,
      CASE WHEN member.change = 'promoted' AND extract.nth > 0 THEN moment(DATE '2024-12-29', member.bits, 1)
        ELSE member.created_at END AS updated_at,
      epoch(extract.extract_date::TIMESTAMP + to_minutes(240))::BIGINT AS _uploaded_at,
      'edp_gitlab_db_members_' || strftime(extract.extract_date, '%Y%m%d') AS _task_instance
    FROM dotcom_member AS member
    INNER JOIN full_extract AS extract ON CASE member.change
      WHEN 'joins at 1' THEN extract.nth >= 1 WHEN 'joins at 2' THEN extract.nth >= 2
      WHEN 'leaves at 1' THEN extract.nth < 1 WHEN 'leaves at 2' THEN extract.nth < 2
      WHEN 'away at 1' THEN extract.nth != 1 ELSE TRUE END
    WHERE extract.nth <= wave()
"""

_PLANS = """
CREATE OR REPLACE TEMP TABLE dotcom_plan AS
WITH numbered AS (
  SELECT namespace_id, plan_id, start_date, end_date, is_trial, trial_starts_on, trial_ends_on, seats, seats_in_use,
    max_seats_used, bits,
    CASE
      -- one group moves from Premium to Ultimate, one loses its free plan for a day
      WHEN plan_id = 101 AND ROW_NUMBER() OVER (PARTITION BY plan_id, name_nth > 0 ORDER BY namespace_id) = 1
        AND name_nth > 0 THEN 'upgraded'
      WHEN plan_id = 34 AND ROW_NUMBER() OVER (PARTITION BY plan_id, name_nth IS NULL ORDER BY namespace_id DESC) = 1
        AND name_nth IS NULL THEN 'away at 1'
      WHEN namespace_id % 12 IN (1, 2) THEN 'counted'
    END AS change
  FROM namespace_plan
  UNION ALL BY NAME
  SELECT namespace_id, plan_id, start_date, end_date, is_trial,
    CASE WHEN is_trial THEN start_date END AS trial_starts_on, CASE WHEN is_trial THEN end_date END AS trial_ends_on,
    seats, seats_in_use, seats_in_use + 1 AS max_seats_used, cast_bits() AS bits
  FROM cast_namespace_plan
)
SELECT *, LEAST(COALESCE(start_date, DATE '2024-12-01'), DATE '2024-12-01')::TIMESTAMP + to_hours(9) AS created_at
FROM numbered
"""

_SUBSCRIPTION = """
    WITH copies AS (
      SELECT
        plan.*, extract.nth, extract.extract_date,
        plan.change = 'upgraded' AND extract.nth = 0 AS is_before_upgrade,
        plan.change = 'upgraded' AND extract.nth > 0 AS is_after_upgrade,
        -- the seats in use are counted anew before the second extract, the most used ones before the third
        (COALESCE(plan.change = 'counted', FALSE) AND plan.namespace_id % 12 = 1 AND extract.nth < 1)::INTEGER
          AS uncounted,
        (COALESCE(plan.change = 'counted', FALSE) AND plan.namespace_id % 12 = 2 AND extract.nth < 2)::INTEGER
          AS uncounted_most
      FROM dotcom_plan AS plan
      INNER JOIN full_extract AS extract ON plan.change IS DISTINCT FROM 'away at 1' OR extract.nth != 1
      WHERE extract.nth <= wave()
    )
    SELECT
      -- another plan is another record
      namespace_id * 10 + COALESCE(is_after_upgrade, FALSE)::INTEGER AS id,
      namespace_id,
      CASE WHEN is_before_upgrade THEN 100 WHEN plan_id = 34 AND namespace_id % 5 = 0 THEN NULL ELSE plan_id END
        AS hosted_plan_id,
      start_date, end_date, is_trial AS trial, trial_starts_on, trial_ends_on, seats,
      -- counting seats leaves no mark in updated_at
      seats_in_use - uncounted AS seats_in_use,
      CASE WHEN seats > 0 THEN GREATEST(max_seats_used - uncounted_most - seats, 0) ELSE 0 END AS seats_owed,
      max_seats_used - uncounted_most AS max_seats_used,
      CASE WHEN is_after_upgrade THEN TIMESTAMP '2024-12-29 15:00:00' ELSE created_at END AS created_at,
      CASE WHEN is_after_upgrade THEN TIMESTAMP '2024-12-29 15:00:00' ELSE created_at END AS updated_at,
      epoch(extract_date::TIMESTAMP + to_minutes(240))::BIGINT AS _uploaded_at,
      'edp_gitlab_db_gitlab_subscriptions_' || strftime(extract_date, '%Y%m%d') AS _task_instance
    FROM copies
"""

FAMILY = Family(
    name="GitLab.com in full",
    world=(*dotcom_cast_statements(), _EXTRACT, _MEMBERS, _PLANS),
    tables=(
        RawTable(
            schema=_SCHEMA,
            name="gitlab_db_members",
            columns="""
                id BIGINT, user_id BIGINT, source_id BIGINT, source_type VARCHAR, type VARCHAR, access_level BIGINT,
                created_at TIMESTAMP, invite_accepted_at TIMESTAMP, requested_at TIMESTAMP, expires_at DATE,
                invite_email VARCHAR, updated_at TIMESTAMP, _uploaded_at BIGINT, _task_instance VARCHAR
            """,
            sql=_MEMBER,
            key="_uploaded_at, id",
            changes=(1, 2),
        ),
        RawTable(
            schema=_SCHEMA,
            name="gitlab_db_gitlab_subscriptions",
            columns="""
                id BIGINT, namespace_id BIGINT, hosted_plan_id BIGINT, start_date DATE, end_date DATE, trial BOOLEAN,
                trial_starts_on DATE, trial_ends_on DATE, seats BIGINT, seats_in_use BIGINT, seats_owed BIGINT,
                max_seats_used BIGINT, created_at TIMESTAMP, updated_at TIMESTAMP, _uploaded_at BIGINT,
                _task_instance VARCHAR
            """,
            sql=_SUBSCRIPTION,
            key="_uploaded_at, id",
            changes=(1, 2),
        ),
    ),
)
