"""Counters of the groups of GitLab.com, one row per group, counter and day, as the service ping of the SaaS ran them.

A ping runs on the last Sunday of every month since January 2023, and on one more Sunday of December 2024, and is
loaded the next day. The first 120 paying and 60 free groups per unit of scale are asked for all 34 counters, from their
creation on. A query may fail (planted: its row has a message instead of a value) and may be run again (planted: a
second row with a later load); a few rows of the last ping arrive a day late.
"""

from __future__ import annotations

import csv

from scripts.core.settings import PROJECT
from scripts.core.sql import literal
from scripts.raw.cast.tables import constant_table
from scripts.raw.cast.usage import HEALTH_COUNTERS, NAMESPACE_PINGS
from scripts.raw.model import Family, RawTable
from scripts.raw.world.crm import EXTRA

USERS = (92, 46, 38, 41, 35, 37, 12, 9, 18, 44, 15, 88)
"""Per user metric: how many of 100 people in a group count in 28 days."""

EVENTS = (300, 300, 300, 900, 2600, 180, 160, 90, 40, 210, 12, 8)
"""Per event metric of 28 days: how many for every 100 active people."""

TOTALS = (220, 1500, 2600, 6, 310, 420, 35, 30, 25, 40)
"""Per counter since the beginning: how many more every month for every 100 active people."""

DEPLOYMENTS = 13
"""Number of the metric that counts deployments; the two after it say how those ended."""


def ping_names() -> list[str]:
    """The counters a namespace ping asks for, in the order of the list of wave metrics; settings are not among them."""
    path = PROJECT / "seeds" / "product" / "wave_metric.csv"
    with path.open(newline="", encoding="utf-8") as file:
        return [row["ping_name"] for row in csv.DictReader(file) if row["ping_name"]]


def _metrics() -> str:
    shares = [("users", share) for share in USERS] + [("events", share) for share in EVENTS]
    shares += [("total", share) for share in TOTALS]
    rows = ", ".join(
        f"({nth:d}, {literal(name)}, {literal(kind)}, {share:d})"
        for nth, (name, (kind, share)) in enumerate(zip(ping_names(), shares, strict=True), start=1)
    )
    return (
        "CREATE OR REPLACE TEMP TABLE namespace_metric AS "
        f"SELECT * FROM (VALUES {rows}) AS metrics (metric_nth, ping_name, kind, share)"
    )


# the day a ping runs, the load wave it first appears in, and how many months of use lie behind it
_PINGS = """
CREATE OR REPLACE TEMP TABLE namespace_ping AS
WITH months AS (
  SELECT nth AS month_nth, last_day(add_months(DATE '2023-01-01', nth)) AS last_date FROM range(0, 24) AS months (nth)
)
SELECT month_nth, (last_date - dayofweek(last_date)::INTEGER)::DATE AS ping_date, (month_nth = 23)::INTEGER AS wave
FROM months
UNION ALL
SELECT 23, DATE '2024-12-22', 0
"""

_GROUPS = f"""
CREATE OR REPLACE TEMP TABLE pinged_namespace AS
WITH paid AS (
  SELECT namespace.namespace_id, namespace.created_at, namespace.bits, namespace_plan.seats_in_use AS people
  FROM namespace
  INNER JOIN namespace_plan USING (namespace_id)
  WHERE namespace.purpose = 'paid' AND namespace.name_nth BETWEEN 1 AND {EXTRA - 1}
  QUALIFY ROW_NUMBER() OVER (ORDER BY namespace.namespace_id) <= 120 * scale()
),
every AS (
  SELECT * FROM paid
  UNION ALL BY NAME
  SELECT namespace_id, created_at, bits, 2 + pick(bits, 2, 9) AS people
  FROM namespace
  WHERE purpose = 'free' AND namespace_id <= 20000000 + 60 * scale()
)
-- the oldest groups come first, so that whatever is planted in the first ones exists at every scale and seed
SELECT *, ROW_NUMBER() OVER (ORDER BY created_at, namespace_id) AS age_nth FROM every
"""

_COUNTERS = f"""
CREATE OR REPLACE TEMP TABLE namespace_counter AS
WITH asked AS (
  SELECT
    pinged_namespace.*, namespace_metric.*,
    -- how the deployments ended is drawn with them, so that successes and failures add up to their number
    draw('namespace metric', namespace_id || '|'
      || CASE WHEN metric_nth IN ({DEPLOYMENTS + 1}, {DEPLOYMENTS + 2}) THEN {DEPLOYMENTS} ELSE metric_nth END)
      AS metric_bits
  FROM pinged_namespace
  CROSS JOIN namespace_metric
),
active AS (
  SELECT
    asked.*, namespace_ping.*,
    GREATEST(1, people * (55 + 45 * month_nth // 23) // 100) AS active_people,
    draw('namespace counter', namespace_id || '|' || ping_date || '|' || metric_nth) AS bits_of_ping
  FROM asked
  INNER JOIN namespace_ping ON asked.created_at < namespace_ping.ping_date
),
sized AS (
  SELECT *, active_people * share * (60 + pick(metric_bits, 0, 60)) AS size, 60 + pick(metric_bits, 1, 41) AS success
  FROM active
)
SELECT
  namespace_id, age_nth, metric_nth, ping_name, ping_date, wave,
  CASE
    WHEN metric_nth = {DEPLOYMENTS} THEN size // 10000
    WHEN metric_nth = {DEPLOYMENTS + 1} THEN size // 10000 * success // 100
    WHEN metric_nth = {DEPLOYMENTS + 2} THEN size // 10000 - size // 10000 * success // 100
    WHEN kind = 'users' THEN LEAST(active_people, size * (85 + pick(bits_of_ping, 0, 31)) // 1000000)
    WHEN kind = 'events' THEN size * (85 + pick(bits_of_ping, 0, 31)) // 1000000
    -- 21 more every week outweigh the noise, so a counter never falls
    ELSE size * (600 + 3 * (ping_date - DATE '2022-12-25') + pick(bits_of_ping, 0, 20)) // 1000000
  END AS counter_value
FROM sized
"""

_ROWS = """
CREATE OR REPLACE TEMP TABLE namespace_row AS
WITH marked AS (
  SELECT planted.defect, planted.nth, planted.position, 1 + (planted.nth * 5) % 34 AS metric_nth,
    CASE
      WHEN defect = 'D23_rerun_w2' THEN DATE '2024-12-22'
      WHEN defect IN ('D23_failed_w1', 'late_ping_w2') THEN DATE '2024-12-29'
      ELSE DATE '2024-11-24'
    END AS ping_date
  FROM planted
  WHERE entity = 'namespace_ping'
),
known AS (
  SELECT counter.*, marked.defect
  FROM namespace_counter AS counter
  LEFT JOIN marked
    ON counter.age_nth = marked.nth AND counter.metric_nth = marked.metric_nth AND counter.ping_date = marked.ping_date
),
every AS (
  SELECT
    namespace_id, ping_name, ping_date,
    CASE WHEN defect IN ('D23_failed', 'D23_failed_w1') THEN NULL ELSE counter_value END AS counter_value,
    CASE WHEN defect IN ('D23_failed', 'D23_failed_w1')
      THEN 'PG::QueryCanceled: ERROR:  canceling statement due to statement timeout' ELSE 'Success' END AS error,
    CASE WHEN defect = 'late_ping_w2' THEN 2 ELSE wave END AS wave, ping_date + INTEGER '1' AS loaded_on
  FROM known
  UNION ALL
  -- what a query says when it is run again counts; the first answer was too low and stays in the table
  SELECT
    namespace_id, ping_name, ping_date, counter_value + 7 AS counter_value, 'Success' AS error,
    CASE WHEN defect = 'D23_rerun_w2' THEN 2 ELSE 0 END AS wave,
    CASE WHEN defect = 'D23_rerun_w2' THEN DATE '2024-12-31' ELSE ping_date + INTEGER '3' END AS loaded_on
  FROM known
  WHERE defect IN ('D23_rerun', 'D23_rerun_w2')
  UNION ALL
  SELECT
    namespace_subscription.namespace_id, counter.ping_name, ping.ping_date, counter.counter_value // ping.divisor,
    'Success', (ping.ping_date = DATE '2024-12-29')::INTEGER, ping.ping_date + INTEGER '1'
  FROM cast_namespace_ping AS ping
  INNER JOIN cast_name USING (subscription_name)
  INNER JOIN namespace_subscription USING (name_nth)
  CROSS JOIN cast_counter AS counter
)
SELECT * FROM every
"""

_CAST = (
    constant_table("cast_counter", "ping_name VARCHAR, counter_value BIGINT", list(HEALTH_COUNTERS.items())),
    constant_table(
        "cast_namespace_ping", "subscription_name VARCHAR, ping_date DATE, divisor BIGINT", list(NAMESPACE_PINGS)
    ),
)

FAMILY = Family(
    name="SaaS service ping",
    world=(*_CAST, _metrics(), _PINGS, _GROUPS, _COUNTERS, _ROWS),
    tables=(
        RawTable(
            schema="saas_usage_ping",
            name="namespace",
            columns="""
                namespace_ultimate_parent_id BIGINT, ping_name VARCHAR, ping_level VARCHAR, counter_value BIGINT,
                error VARCHAR, ping_date TIMESTAMP, query_ran VARCHAR, _uploaded_at BIGINT
            """,
            sql="""
                SELECT
                  namespace_id AS namespace_ultimate_parent_id, ping_name, 'namespace' AS ping_level, counter_value,
                  error, ping_date::TIMESTAMP AS ping_date,
                  'SELECT top_level_group_id, COUNT(*) FROM ' || replace(ping_name, '.', '_')
                    || ' GROUP BY 1' AS query_ran,
                  epoch(loaded_on + INTERVAL 10 HOUR)::BIGINT AS _uploaded_at
                FROM namespace_row
                WHERE wave <= wave()
            """,
            key="namespace_ultimate_parent_id, ping_name, ping_date, _uploaded_at",
            changes=(1, 2),
        ),
    ),
)
