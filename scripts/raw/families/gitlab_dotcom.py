"""Users, namespaces and plans of GitLab.com.

An extract brings only the records that changed since the one before, 30 minutes of overlap included, and appends them:
a record has one row per extract that found it. Records deleted at the source get a row that says so (`pgp_is_deleted`).
"""

from __future__ import annotations

from scripts.raw.cast.dotcom import dotcom_cast_statements
from scripts.raw.model import Family, RawTable

_SCHEMA = "tap_postgres"

_USER_STATES = """
CREATE OR REPLACE TEMP TABLE dotcom_user_state AS
WITH everyone AS (
  SELECT user_id, username, full_name, first_name, last_name, email, state, user_type, created_at, last_activity_date,
    bits
  FROM dotcom_user
  UNION ALL BY NAME
  SELECT user_id, username, full_name, first_name, last_name, email, state, user_type, created_at,
    DATE '2024-12-20' AS last_activity_date, cast_bits() AS bits
  FROM cast_dotcom_user
),
known AS (
  SELECT
    everyone.*, planted.defect, planted.position,
    -- when the record last changed before the days of the load waves
    GREATEST(everyone.created_at + to_days(10),
      moment(DATE '2024-12-20' - pick(everyone.bits, 1, 500)::INTEGER, everyone.bits, 2)) AS first_updated_at
  FROM everyone
  LEFT JOIN planted ON planted.entity = 'dotcom_user' AND planted.nth = everyone.user_id
),
states AS (
  SELECT *, 0 AS wave, 'first' AS reason, first_updated_at AS updated_at, first_updated_at::DATE + 1 AS extract_date
  FROM known
  UNION ALL
  -- ordinary changes: before the first wave, on the day before the second, on the day before the third
  SELECT *, 0, 'changed', moment(DATE '2024-12-22' + pick(bits, 0, 5)::INTEGER, bits, 3),
    DATE '2024-12-23' + pick(bits, 0, 5)::INTEGER
  FROM known WHERE user_id % 21 = 0 AND user_id < 900000000 AND defect IS NULL
  UNION ALL
  SELECT *, 1, 'changed', moment(DATE '2024-12-29', bits, 3), DATE '2024-12-30'
  FROM known WHERE user_id % 30 = 7 AND user_id < 900000000 AND defect IS NULL
  UNION ALL
  SELECT *, 2, 'changed', moment(DATE '2024-12-30', bits, 3), DATE '2024-12-31'
  FROM known WHERE user_id % 30 = 17 AND user_id < 900000000 AND defect IS NULL
  UNION ALL
  -- changed twice in the half hour before an extract: that one finds the first state, the next one the second
  SELECT known.*, nth, 'overlap', TIMESTAMP '2024-12-29 02:35:00' + to_seconds(position * 20 + nth * 300),
    DATE '2024-12-29' + nth
  FROM known CROSS JOIN (VALUES (0), (1)) AS extracts (nth) WHERE defect = 'D02_overlap'
  UNION ALL
  -- a repaired extract brings a state of three days before again
  SELECT *, 1 + (position % 2), 'older', first_updated_at - to_days(3), DATE '2024-12-30' + (position % 2)::INTEGER
  FROM known WHERE defect = 'D03_older_state'
  UNION ALL
  -- deletion does not move updated_at
  SELECT *, position % 3, 'deleted', first_updated_at, DATE '2024-12-29' + (position % 3)::INTEGER
  FROM known WHERE defect = 'D04_deleted'
  UNION ALL
  SELECT *, 1, 'deleted', first_updated_at, DATE '2024-12-30' FROM known WHERE defect = 'D04_resurrected'
  UNION ALL
  SELECT *, 2, 'back', first_updated_at, DATE '2024-12-31' FROM known WHERE defect = 'D04_resurrected'
)
SELECT * FROM states
"""

_USER = """
    SELECT
      user_id AS id, username, full_name AS name,
      -- a third gave a full name only
      CASE WHEN user_id >= 900000000 OR pick(bits, 0, 3) > 0 THEN first_name END AS first_name,
      CASE WHEN user_id >= 900000000 OR pick(bits, 0, 3) > 0 THEN last_name END AS last_name,
      email,
      CASE WHEN user_id < 900000000 AND pick(bits, 1, 12) = 0 AND user_type IS NULL THEN 'inbox.' || email END
        AS notification_email,
      CASE WHEN pick(bits, 2, 6) = 0 THEN email END AS public_email,
      CASE WHEN reason = 'older' THEN 'deactivated' ELSE state END AS state,
      user_type,
      item([0, 0, 1, 2, 3, 4, 5, 6, 7, 99, NULL, NULL], pick(bits, 3, 12)) AS role,
      item(['en', 'en', 'de', 'ja', 'pt_BR', 'nan', 'nan', NULL], pick(bits, 0, 8)) AS preferred_language,
      item([TRUE, FALSE, NULL], pick(bits, 3, 3)) AS email_opted_in,
      CASE WHEN user_id >= 900000000 OR pick(bits, 2, 15) > 0 THEN created_at + to_minutes(12) END AS confirmed_at,
      CASE WHEN reason != 'older' THEN GREATEST(created_at, updated_at - to_hours(1)) END AS last_sign_in_at,
      CASE WHEN last_activity_date IS NULL OR reason = 'older' THEN NULL
        WHEN reason IN ('changed', 'overlap') THEN updated_at::DATE
        ELSE LEAST(last_activity_date, updated_at::DATE) END AS last_activity_on,
      created_at, updated_at,
      CASE reason WHEN 'deleted' THEN TRUE WHEN 'back' THEN FALSE END AS pgp_is_deleted,
      CASE WHEN reason IN ('deleted', 'back') THEN extract_date::TIMESTAMP + to_minutes(190) END
        AS pgp_is_deleted_updated_at,
      epoch(extract_date::TIMESTAMP + to_minutes(180))::BIGINT AS _uploaded_at,
      'edp_gitlab_db_users_' || strftime(extract_date, '%Y%m%d') AS _task_instance
    FROM dotcom_user_state
    WHERE wave <= wave()
"""

_NAMESPACE_STATES = """
CREATE OR REPLACE TEMP TABLE namespace_state AS
WITH everything AS (
  SELECT namespace_id, kind, name, path, parent_id, root_id, owner_id, creator_id, visibility_level,
    LEAST(created_at, TIMESTAMP '2024-12-01') AS created_at, bits
  FROM namespace
  UNION ALL BY NAME
  SELECT namespace_id, kind, name, LOWER(name) AS path, parent_id, COALESCE(parent_id, namespace_id) AS root_id,
    owner_id, owner_id AS creator_id, visibility_level, created_at, cast_bits() AS bits
  FROM cast_namespace
  UNION ALL BY NAME
  -- where the company itself works
  SELECT namespace_id, 'Group' AS kind, name, path, namespace_id AS root_id, 20 AS visibility_level,
    TIMESTAMP '2015-05-20 10:00:00' AS created_at, cast_bits() AS bits
  FROM (VALUES (6543, 'Company', 'gitlab-com'), (9970, 'Product', 'gitlab-org')) AS company (namespace_id, name, path)
),
known AS (
  SELECT
    everything.*, planted.defect, planted.position,
    GREATEST(everything.created_at + to_days(10),
      moment(DATE '2024-12-20' - pick(everything.bits, 1, 500)::INTEGER, everything.bits, 2)) AS first_updated_at
  FROM everything
  LEFT JOIN planted ON planted.entity = 'free_namespace' AND planted.nth = everything.namespace_id - 20000000
),
changing AS (
  SELECT * FROM known WHERE namespace_id BETWEEN 900000 AND 899999999 AND defect IS NULL
),
states AS (
  SELECT *, 0 AS wave, 'first' AS reason, first_updated_at AS updated_at, first_updated_at::DATE + 1 AS extract_date
  FROM known
  UNION ALL
  SELECT *, 0, 'changed', moment(DATE '2024-12-22' + pick(bits, 0, 5)::INTEGER, bits, 3),
    DATE '2024-12-23' + pick(bits, 0, 5)::INTEGER
  FROM changing WHERE namespace_id % 19 = 0
  UNION ALL
  SELECT *, 1, 'changed', moment(DATE '2024-12-29', bits, 3), DATE '2024-12-30'
  FROM changing WHERE namespace_id % 22 = 7
  UNION ALL
  SELECT *, 2, 'changed', moment(DATE '2024-12-30', bits, 3), DATE '2024-12-31'
  FROM changing WHERE namespace_id % 22 = 17
  UNION ALL
  SELECT *, position % 3, 'deleted', first_updated_at, DATE '2024-12-29' + (position % 3)::INTEGER
  FROM known WHERE defect = 'D04_deleted'
  UNION ALL
  SELECT *, 1, 'deleted', first_updated_at, DATE '2024-12-30' FROM known WHERE defect = 'D04_resurrected'
  UNION ALL
  SELECT *, 2, 'back', first_updated_at, DATE '2024-12-31' FROM known WHERE defect = 'D04_resurrected'
)
SELECT * FROM states
"""

_NAMESPACE = """
    SELECT
      namespace_id AS id, name, path, kind AS type, owner_id, creator_id, parent_id,
      '{' || CASE WHEN root_id = namespace_id THEN '' ELSE root_id || ',' END || namespace_id || '}' AS traversal_ids,
      visibility_level,
      -- asked only since the question was added to the settings
      CASE WHEN reason = 'changed' OR pick(bits, 2, 4) = 0 THEN pick(bits, 3, 2) = 0 END AS setup_for_company,
      created_at, updated_at,
      CASE reason WHEN 'deleted' THEN TRUE WHEN 'back' THEN FALSE END AS pgp_is_deleted,
      CASE WHEN reason IN ('deleted', 'back') THEN extract_date::TIMESTAMP + to_minutes(190) END
        AS pgp_is_deleted_updated_at,
      epoch(extract_date::TIMESTAMP + to_minutes(180))::BIGINT AS _uploaded_at,
      'edp_gitlab_db_namespaces_' || strftime(extract_date, '%Y%m%d') AS _task_instance
    FROM namespace_state
    WHERE wave <= wave()
"""

_PLAN = """
    SELECT
      plan.id, plan.name, plan.title, TIMESTAMP '2016-09-01 08:00:00' + to_days(plan.id::INTEGER) AS created_at,
      TIMESTAMP '2021-02-01 08:00:00' AS updated_at
    FROM (VALUES
      (1, 'early_adopter', 'Early Adopter'), (2, 'bronze', 'Bronze'), (3, 'silver', 'Silver'), (4, 'gold', 'Gold'),
      (34, 'free', 'Free'), (67, 'default', 'Default'), (100, 'premium', 'Premium'), (101, 'ultimate', 'Ultimate'),
      (102, 'ultimate_trial', 'Ultimate Trial'), (103, 'premium_trial', 'Premium Trial')
    ) AS plan (id, name, title)
"""

FAMILY = Family(
    name="GitLab.com",
    world=(*dotcom_cast_statements(), _USER_STATES, _NAMESPACE_STATES),
    tables=(
        RawTable(
            schema=_SCHEMA,
            name="gitlab_db_users",
            columns="""
                id BIGINT, username VARCHAR, name VARCHAR, first_name VARCHAR, last_name VARCHAR, email VARCHAR,
                notification_email VARCHAR, public_email VARCHAR, state VARCHAR, user_type BIGINT, role BIGINT,
                preferred_language VARCHAR, email_opted_in BOOLEAN, confirmed_at TIMESTAMP, last_sign_in_at TIMESTAMP,
                last_activity_on DATE, created_at TIMESTAMP, updated_at TIMESTAMP, pgp_is_deleted BOOLEAN,
                pgp_is_deleted_updated_at TIMESTAMP, _uploaded_at BIGINT, _task_instance VARCHAR
            """,
            sql=_USER,
            key="_uploaded_at, id, updated_at",
            changes=(1, 2),
        ),
        RawTable(
            schema=_SCHEMA,
            name="gitlab_db_namespaces",
            columns="""
                id BIGINT, name VARCHAR, path VARCHAR, type VARCHAR, owner_id BIGINT, creator_id BIGINT,
                parent_id BIGINT, traversal_ids VARCHAR, visibility_level BIGINT, setup_for_company BOOLEAN,
                created_at TIMESTAMP, updated_at TIMESTAMP, pgp_is_deleted BOOLEAN,
                pgp_is_deleted_updated_at TIMESTAMP, _uploaded_at BIGINT, _task_instance VARCHAR
            """,
            sql=_NAMESPACE,
            key="_uploaded_at, id, updated_at",
            changes=(1, 2),
        ),
        RawTable(
            schema=_SCHEMA,
            name="gitlab_db_plans",
            columns="id BIGINT, name VARCHAR, title VARCHAR, created_at TIMESTAMP, updated_at TIMESTAMP",
            sql=_PLAN,
            key="id",
        ),
    ),
)
