"""The pings of all installations, GitLab.com included: when they came, and every number they carried.

An installation reports once a month until June 2024 and every week from July 2024 on; now and then a month is
missing. GitLab.com (host 0) counts itself on the last Sunday of a month. Planted pings lie in the weeks since
July on the oldest installations, which exist at every scale and seed.
"""

from __future__ import annotations

from scripts.raw.world.ping_metrics import METRICS, MONTHLY, object_sql

TIMED_OUT = tuple(
    nth for nth, metric in enumerate(METRICS) if metric.kind in ("user", "total") and not metric.needs and nth < 34
)
"""Numbers of the metrics that can run too long: every installation counts them, on tables of any size."""

_DRAWS = ", ".join(f"draw('ping host', host_id || '|{nth}')" for nth in range(len(METRICS) // 4 + 1))

HOSTS = f"""
CREATE OR REPLACE TEMP TABLE ping_host AS
WITH every AS (
  SELECT
    installation.host_id, installation.hostname, installation.uuid, installation.name_nth, installation.edition,
    installation.is_dedicated, installation.first_month, installation.users, crm_account.account_name AS company
  FROM installation
  LEFT JOIN subscription_name USING (name_nth)
  LEFT JOIN crm_account ON subscription_name.account_nth = crm_account.account_nth
  UNION ALL BY NAME
  SELECT
    0 AS host_id, 'a1d6c3e8-0000-4000-a000-' || substr(hex32('gitlab.com', 0), 1, 12) AS uuid, 'EEU' AS edition,
    FALSE AS is_dedicated, DATE '2016-01-01' AS first_month, 4200 * scale() AS users
)
SELECT
  *,
  [{_DRAWS}] AS host_bits,
  CASE WHEN host_id > 0 THEN ROW_NUMBER() OVER (ORDER BY (host_id = 0)::INTEGER, first_month, host_id) END AS age_nth
FROM every
"""

SCHEDULE = """
CREATE OR REPLACE TEMP TABLE ping_schedule AS
WITH days AS (
  SELECT nth AS ping_nth, add_months(DATE '2023-01-20', nth) AS first_date FROM range(0, 18) AS months (nth)
  UNION ALL
  SELECT 18 + nth AS ping_nth, DATE '2024-07-07' + 7 * nth::INTEGER AS first_date FROM range(0, 26) AS weeks (nth)
),
sundays AS (
  SELECT nth AS ping_nth, last_day(add_months(DATE '2023-01-01', nth)) AS last_date FROM range(0, 24) AS months (nth)
)
SELECT
  ping_host.host_id, days.ping_nth, (days.first_date + (ping_host.host_id % 7)::INTEGER)::DATE AS ping_date,
  draw('ping', ping_host.host_id || '|' || days.ping_nth) AS ping_bits, planted.defect, planted.position
FROM ping_host
CROSS JOIN days
LEFT JOIN planted ON planted.entity = 'ping' AND ping_host.age_nth = 1 + (planted.nth - 1) % 60
  AND days.ping_nth = 19 + (planted.nth - 1) // 60
WHERE ping_host.host_id > 0
  AND days.first_date >= ping_host.first_month
  AND (days.ping_nth >= 18 OR pick(draw('ping', ping_host.host_id || '|' || days.ping_nth), 3, 25) > 0)
UNION ALL
SELECT
  0, ping_nth, (last_date - dayofweek(last_date)::INTEGER)::DATE, draw('ping', '0|' || ping_nth), NULL, NULL
FROM sundays
"""

_COUNTED = f"""
CREATE OR REPLACE TEMP TABLE counted_ping AS
WITH license_period AS (
  SELECT *, LEAD(starts_at) OVER (PARTITION BY name_nth ORDER BY starts_at, version) AS next_start
  FROM license
  WHERE NOT is_trial
),
known AS (
  SELECT
    schedule.*, ping_host.* EXCLUDE (host_id, edition),
    CASE
      WHEN license.plan_code = 'ultimate' THEN 'EEU'
      WHEN license.plan_code IS NOT NULL THEN 'EEP'
      WHEN ping_host.name_nth IS NOT NULL THEN 'EE Free'
      ELSE ping_host.edition
    END AS edition,
    license.md5, license.sha256, license.subscription_id AS licensed_subscription_id,
    license.users_count AS license_user_count, license.starts_at, license.expires_at,
    GREATEST(1, users * (55 + 45 * (ping_date - DATE '2023-01-01') // 729) // 100) AS people,
    ping_date - first_month + 30 AS age_days,
    CASE WHEN schedule.host_id = 0 THEN (ping_date = DATE '2024-12-29')::INTEGER
      WHEN defect = 'late_ping_w2' THEN 2 ELSE GREATEST(ping_date - DATE '2024-12-29', 0) END AS wave
  FROM ping_schedule AS schedule
  INNER JOIN ping_host ON schedule.host_id = ping_host.host_id
  LEFT JOIN license_period AS license
    ON ping_host.name_nth = license.name_nth AND license.starts_at <= ping_date
      AND (license.next_start IS NULL OR license.next_start > ping_date)
),
versioned AS (
  SELECT
    *,
    (year(ping_date) - 2022) * 12 + month(ping_date) - 5 - pick(host_bits[1], 3, 4) AS releases_since_15,
    CASE WHEN edition = 'EEU' THEN 2 WHEN edition IN ('EEP', 'EES', 'EE') THEN 1 ELSE 0 END AS rank
  FROM known
)
SELECT
  *,
  host_id * 1000 + ping_nth AS ping_id,
  15 + releases_since_15 // 12 || '.' || releases_since_15 % 12 || '.' || pick(ping_bits, 1, 5)
    || CASE WHEN pick(host_bits[2], 3, 40) = 0 THEN '-pre' ELSE '' END
    || CASE WHEN edition = 'CE' THEN '' ELSE '-ee' END AS version,
  moment(ping_date, ping_bits, 0) AS created_at,
  CASE WHEN host_id = 0 THEN ping_date + INTERVAL 34 HOUR WHEN defect = 'late_ping_w2' THEN TIMESTAMP '2024-12-31 23:10'
    ELSE ping_date + INTERVAL 23 HOUR END AS uploaded_at,
  GREATEST(1, people * 90 // 100) AS active_people,
  GREATEST(1, people * 96 // 100) AS billable_users,
  CASE defect WHEN 'D09_timed_out' THEN -1 WHEN 'D09_negative' THEN -3 END AS bad_value,
  CASE WHEN defect LIKE 'D09%' THEN item([{", ".join(str(nth) for nth in TIMED_OUT)}], position % {len(TIMED_OUT)}) END
    AS bad_metric,
  -- what an old version sends is not kept as a whole
  defect IS NULL AND host_id > 0 AND pick(ping_bits, 2, 20) = 0 AS is_old
FROM versioned
WHERE wave <= wave()
"""

_SENT = f"""
CREATE OR REPLACE TEMP TABLE sent_ping AS
WITH documents AS (
  SELECT
    * EXCLUDE (host_bits), {object_sql("counts.")} AS counts, {object_sql(MONTHLY)} AS monthly,
    {object_sql("counts_monthly.")} AS counts_monthly, {object_sql("usage_activity_by_stage.")} AS by_stage,
    {object_sql("settings.")} AS settings
  FROM counted_ping
)
SELECT
  *,
  to_json({{
    'version': version, 'edition': edition, 'active_user_count': people, 'license_billable_users': billable_users,
    'license_subscription_id': CASE WHEN ping_date >= DATE '2024-01-01' THEN licensed_subscription_id END,
    'gitlab_dedicated': is_dedicated, 'settings': settings, 'counts': counts, 'counts_monthly': counts_monthly,
    'usage_activity_by_stage': by_stage, 'usage_activity_by_stage_monthly': monthly
  }})::VARCHAR AS payload
FROM documents
"""

STATEMENTS = (HOSTS, SCHEDULE, _COUNTED, _SENT)
"""Tables `ping_host` and `sent_ping`; they need installations, licenses and the planted rows."""
