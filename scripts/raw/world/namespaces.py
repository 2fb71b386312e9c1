"""Namespaces of GitLab.com, the plan each top-level one is on, and who is a member of what.

Ids tell what a namespace is for: 1,000,000 + subscription name for paid groups (900,000 + n where the name exists only
because of a planted defect), 10,000,000 + n on trial, 20,000,000 + n free, 30,000,000 + user for the user's own,
40,000,000 + n subgroups and 50,000,000 + n projects. A renewal under a new name keeps the namespace of the old one.
"""

from __future__ import annotations

from scripts.raw.world.crm import EXTRA

SUBSCRIPTIONS = f"""
CREATE OR REPLACE TEMP TABLE namespace_subscription AS
WITH saas AS (
  -- the first version's plan says where a subscription lives: charges 1 to 9 are GitLab.com plans
  SELECT name_nth, billing_nth FROM subscription_version WHERE version = 1 AND charge_nth BETWEEN 1 AND 9
),
owned AS (
  -- of the ordinary names of one billing account the later ones renew the first
  SELECT *, MIN(name_nth) OVER (PARTITION BY billing_nth) AS first_nth
  FROM saas
  WHERE name_nth BETWEEN 1 AND {EXTRA - 1}
)
SELECT name_nth, 1000000 + first_nth AS namespace_id FROM owned
UNION ALL
SELECT name_nth, CASE WHEN name_nth >= {EXTRA} THEN 900000 + name_nth - {EXTRA} ELSE 1000000 + name_nth END
FROM saas
WHERE name_nth NOT BETWEEN 1 AND {EXTRA - 1}
"""

NAMESPACES = """
CREATE OR REPLACE TEMP TABLE namespace AS
WITH newest AS (
  SELECT namespace_id, MAX(name_nth) AS name_nth, MIN(subscription_version.first_date) AS first_date
  FROM namespace_subscription
  INNER JOIN subscription_version USING (name_nth)
  GROUP BY namespace_id
),
paid AS (
  SELECT
    newest.namespace_id, 'paid' AS purpose, newest.name_nth, version.account_nth, version.billing_nth,
    COALESCE(
      cast_name.namespace_created_date::TIMESTAMP,
      -- a group is older than the first subscription it is paid with
      newest.first_date::TIMESTAMP - to_days((version.bits % 90)::INTEGER)
    ) AS created_at
  FROM newest
  INNER JOIN subscription_version AS version ON newest.name_nth = version.name_nth AND version.version = 1
  LEFT JOIN cast_name ON newest.name_nth = cast_name.name_nth
),
open_groups AS (
  SELECT 10000000 + nth AS namespace_id, 'trial' AS purpose, nth FROM range(1, 180 * scale() + 1) AS trials (nth)
  UNION ALL
  SELECT 20000000 + nth, 'free', nth FROM range(1, 380 * scale() + 1) AS frees (nth)
),
roots AS (
  SELECT * FROM paid
  UNION ALL BY NAME
  SELECT namespace_id, purpose,
    moment(CASE purpose WHEN 'trial' THEN DATE '2024-01-05' + (nth * 7 % 351)::INTEGER
      ELSE DATE '2020-03-01' + (pick(draw('free group', nth), 0, 1700))::INTEGER END, draw('free group', nth), 1)
      AS created_at
  FROM open_groups
),
owned_roots AS (
  SELECT
    roots.*, 'Group' AS kind, namespace_id AS root_id, draw('namespace', namespace_id) AS bits,
    -- a paying group is owned by the contact of the billing account, if that one is a user
    CASE WHEN billing_nth BETWEEN 1 AND 400 * scale() THEN billing_nth
      ELSE 1 + (draw('namespace', namespace_id) >> 16) % (4200 * scale()) END::BIGINT AS owner_id
  FROM roots
),
personal AS (
  SELECT
    30000000 + user_id AS namespace_id, 'personal' AS purpose, 'User' AS kind, created_at,
    draw('namespace', 30000000 + user_id) AS bits, user_id AS owner_id
  FROM dotcom_user
  WHERE user_id <= 700 * scale() * 2 AND user_id % 2 = 0
),
places AS (
  -- subgroups and projects lie in the groups in turn
  SELECT *, ROW_NUMBER() OVER (ORDER BY namespace_id) - 1 AS place FROM owned_roots
),
below AS (
  SELECT 40000000 + nth AS namespace_id, 'subgroup' AS purpose, 'Group' AS kind, nth * 3 AS spread
  FROM range(1, 500 * scale() + 1) AS subgroups (nth)
  UNION ALL
  SELECT 50000000 + nth, 'project', 'Project', nth * 2 FROM range(1, 460 * scale() + 1) AS projects (nth)
),
nested AS (
  SELECT
    below.namespace_id, below.purpose, below.kind, places.root_id, places.owner_id,
    LEAST(places.created_at + to_days((below.namespace_id % 60)::INTEGER), TIMESTAMP '2024-12-28 12:00') AS created_at,
    draw('namespace', below.namespace_id) AS bits
  FROM below
  INNER JOIN places ON places.place = below.spread % (SELECT COUNT(*) FROM owned_roots)
),
every AS (
  SELECT namespace_id, purpose, kind, NULL::BIGINT AS parent_id, root_id, owner_id, created_at, bits, name_nth,
    account_nth
  FROM owned_roots
  UNION ALL BY NAME
  SELECT namespace_id, purpose, kind, NULL::BIGINT AS parent_id, namespace_id AS root_id, owner_id, created_at, bits
  FROM personal
  UNION ALL BY NAME
  SELECT namespace_id, purpose, kind, root_id AS parent_id, root_id, owner_id, created_at, bits FROM nested
)
SELECT
  every.namespace_id, every.kind, every.purpose,
  CASE kind WHEN 'User' THEN 'User ' || every.owner_id
    ELSE item(['Platform', 'Web', 'Data', 'Mobile', 'Infra', 'Labs'], pick(every.bits, 0, 6)) || ' '
      || every.namespace_id END AS name,
  CASE purpose WHEN 'personal' THEN 'user' ELSE purpose END || '-' || every.namespace_id AS path,
  every.parent_id, every.root_id,
  every.owner_id, every.owner_id AS creator_id,
  item([0, 0, 0, 10, 20, 20], pick(every.bits, 1, 6)) AS visibility_level,
  every.created_at, every.name_nth, every.account_nth, every.bits
FROM every
"""

PLANS = """
CREATE OR REPLACE TEMP TABLE namespace_plan AS
WITH current_version AS (
  SELECT * FROM subscription_version
  WHERE wave = 0
  QUALIFY ROW_NUMBER() OVER (PARTITION BY name_nth ORDER BY version DESC) = 1
),
seats AS (
  -- what the newest period agreed on that has begun
  SELECT name_nth, version, quantity AS seats
  FROM charge
  WHERE track = 1 AND start_date <= DATE '2024-12-28'
  QUALIFY ROW_NUMBER() OVER (PARTITION BY name_nth, version ORDER BY agreed_in DESC) = 1
),
paid AS (
  SELECT
    namespace.namespace_id, namespace.bits, current_version.name_nth,
    -- a term that is over: the group is back on the free plan
    CASE
      WHEN current_version.term_end_date <= DATE '2024-12-28' THEN 34
      WHEN current_version.charge_nth BETWEEN 5 AND 9 THEN 101 ELSE 100
    END AS plan_id,
    current_version.term_start_date AS start_date, current_version.term_end_date AS end_date,
    seats.seats, FALSE AS is_trial, NULL::DATE AS trial_starts_on, NULL::DATE AS trial_ends_on
  FROM namespace
  INNER JOIN current_version USING (name_nth)
  LEFT JOIN seats USING (name_nth, version)
),
trial AS (
  SELECT
    namespace_id, bits,
    CASE WHEN created_at::DATE + 35 < DATE '2024-12-28' THEN 34 WHEN namespace_id % 3 = 0 THEN 103 ELSE 102 END
      AS plan_id,
    created_at::DATE + 5 AS start_date, created_at::DATE + 35 AS end_date,
    created_at::DATE + 35 >= DATE '2024-12-28' AS is_trial,
    created_at::DATE + 5 AS trial_starts_on, created_at::DATE + 35 AS trial_ends_on
  FROM namespace
  WHERE purpose = 'trial'
),
free AS (
  SELECT namespace_id, bits, CASE WHEN namespace_id % 4 = 0 THEN 67 ELSE 34 END AS plan_id,
    created_at::DATE AS start_date, FALSE AS is_trial
  FROM namespace
  WHERE purpose = 'free' AND namespace_id % 380 < 140
),
every AS (SELECT * FROM paid UNION ALL BY NAME SELECT * FROM trial UNION ALL BY NAME SELECT * FROM free)
SELECT
  namespace_id, plan_id, name_nth, start_date, end_date, is_trial, trial_starts_on, trial_ends_on,
  COALESCE(seats, 0) AS seats,
  CASE
    -- groups of the hand-written cast use four of five seats
    WHEN name_nth < 0 THEN seats * 4 // 5
    WHEN seats > 0 THEN 1 + (seats * (40 + pick(bits, 2, 70))) // 100
    ELSE 1 + pick(bits, 2, 4)
  END AS seats_in_use,
  CASE WHEN seats > 0 THEN 1 + (seats * (60 + pick(bits, 2, 60))) // 100 ELSE 2 + pick(bits, 2, 5) END
    AS max_seats_used,
  bits
FROM every
"""

MEMBERS = """
CREATE OR REPLACE TEMP TABLE member AS
WITH groups AS (
  -- how many people a namespace has beside its owner; the user's own has nobody
  SELECT
    *,
    CASE purpose WHEN 'paid' THEN 5 + pick(bits, 3, 12) WHEN 'trial' THEN 1 + pick(bits, 3, 6)
      WHEN 'free' THEN pick(bits, 3, 6) ELSE pick(bits, 3, 4) END AS others
  FROM namespace
  WHERE purpose != 'personal'
),
seats AS (
  SELECT
    namespace_id, root_id, kind, purpose, owner_id, created_at, seat_nth,
    draw('member', namespace_id * 64 + seat_nth) AS bits
  FROM groups
  CROSS JOIN LATERAL (SELECT UNNEST(range(0, others + 1)) AS seat_nth) AS numbers
),
filled AS (
  SELECT
    *,
    CASE WHEN seat_nth = 0 THEN owner_id
      -- neighbours in number are colleagues, so people share groups and subgroups
      ELSE 1 + (root_id * 37 + pick(bits, 0, 24)) % (4200 * scale()) END AS user_id
  FROM seats
),
distinct_people AS (
  SELECT * FROM filled
  QUALIFY ROW_NUMBER() OVER (PARTITION BY namespace_id, user_id ORDER BY seat_nth) = 1
)
SELECT
  namespace_id * 64 + seat_nth AS member_id,
  -- an invitation that nobody has taken up yet
  CASE WHEN seat_nth > 0 AND pick(bits, 1, 50) = 0 THEN NULL ELSE user_id END AS user_id,
  namespace_id, root_id,
  CASE kind WHEN 'Project' THEN 'Project' ELSE 'Namespace' END AS source_type,
  CASE WHEN seat_nth = 0 THEN 50
    ELSE item([10, 10, 20, 30, 30, 30, 30, 40, 40, 5], pick(bits, 2, 10)) END AS access_level,
  LEAST(created_at + to_days((seat_nth * 3)::INTEGER), TIMESTAMP '2024-12-28 12:00') AS created_at,
  seat_nth > 0 AND pick(bits, 3, 40) = 0 AS is_pending,
  bits
FROM distinct_people
"""

STATEMENTS = (SUBSCRIPTIONS, NAMESPACES, PLANS, MEMBERS)
"""Namespaces, plans and members, in this order; they need subscriptions, charges and users."""
