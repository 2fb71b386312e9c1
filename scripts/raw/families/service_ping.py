"""The version service, where installations report, and the ping that GitLab.com takes of itself.

A ping is there twice when it was corrected after it was loaded. The record with everything a ping sent may be missing
(old versions, lost records) or arrive days later.
"""

from __future__ import annotations

from scripts.raw.cast.pings import CAST_STATEMENTS
from scripts.raw.model import Family, RawTable
from scripts.raw.world.pings import STATEMENTS

_USAGE_DATA = """
    WITH versions AS (
      SELECT *, 0 AS added_users, uploaded_at AS loaded_at FROM sent_ping WHERE host_id > 0
      UNION ALL
      -- corrected and loaded again
      SELECT
        *, 3 AS added_users,
        CASE defect WHEN 'D08_repeated' THEN uploaded_at + INTERVAL 3 DAY ELSE TIMESTAMP '2024-12-30 23:20' END
      FROM sent_ping
      WHERE defect = 'D08_repeated' OR (defect = 'D08_repeated_w1' AND wave() >= 1)
    )
    SELECT
      ping_id AS id,
      CASE WHEN defect = 'D08_no_uuid' THEN item([NULL, ''], position % 2) ELSE uuid END AS uuid,
      host_id, hostname, '203.0.113.' || (1 + host_id % 250) AS source_ip,
      CASE WHEN defect = 'D08_no_version' THEN '$VERSION' ELSE version END AS version, edition,
      created_at - INTERVAL 2 MINUTE AS recorded_at, created_at, loaded_at - INTERVAL 1 HOUR AS updated_at,
      people + added_users AS active_user_count,
      CASE WHEN md5 IS NOT NULL THEN billable_users + pick(ping_bits, 3, 3) END AS historical_max_users,
      license_user_count, md5 AS license_md5,
      CASE WHEN ping_date >= DATE '2023-07-01' THEN sha256 END AS license_sha256,
      starts_at::VARCHAR AS license_starts_at, expires_at::VARCHAR AS license_expires_at,
      CASE WHEN md5 IS NOT NULL THEN FALSE END AS license_trial,
      item(['omnibus-gitlab', 'gitlab-helm-chart', 'docker'], host_id % 3) AS installation_type, company,
      CASE WHEN NOT is_old THEN ping_id * 2 + 1 END AS raw_usage_data_id,
      counts::VARCHAR AS counts, monthly::VARCHAR AS usage_activity_by_stage_monthly, loaded_at AS _uploaded_at
    FROM versions
    UNION ALL BY NAME
    SELECT
      cast_ping.host_id * 1000 + cast_ping.ping_nth AS id, 'cast-' || cast_host.host_id AS uuid, cast_ping.host_id,
      LOWER(cast_host.host_name) || '.customer.example' AS hostname, '203.0.113.251' AS source_ip,
      '17.6.1-ee' AS version, cast_host.edition, ping_date + INTERVAL 9 HOUR AS recorded_at,
      ping_date + INTERVAL 10 HOUR AS created_at, ping_date + INTERVAL 11 HOUR AS updated_at,
      billable_users AS active_user_count, billable_users AS historical_max_users, seats AS license_user_count,
      '2025-12-31' AS license_expires_at, FALSE AS license_trial, 'omnibus-gitlab' AS installation_type,
      cast_host.host_name AS company, (cast_ping.host_id * 1000 + cast_ping.ping_nth) * 2 + 1 AS raw_usage_data_id,
      '{}' AS counts, '{}' AS usage_activity_by_stage_monthly, ping_date + INTERVAL 23 HOUR AS _uploaded_at
    FROM cast_ping
    INNER JOIN cast_host ON cast_ping.host_id = cast_host.host_id
"""

_RAW_USAGE_DATA = """
    WITH stored AS (
      SELECT
        *,
        CASE WHEN defect = 'late_payload_w2' THEN TIMESTAMP '2024-12-31 23:30' ELSE uploaded_at + INTERVAL 10 MINUTE END
          AS loaded_at
      FROM sent_ping
      WHERE host_id > 0 AND NOT is_old AND defect IS DISTINCT FROM 'D08_lost_payload'
        AND (defect IS DISTINCT FROM 'late_payload_w2' OR wave() = 2)
    )
    SELECT
      ping_id * 2 + 1 AS id, payload, created_at, created_at - INTERVAL 2 MINUTE AS recorded_at,
      loaded_at AS _uploaded_at
    FROM stored
    UNION ALL BY NAME
    SELECT
      (cast_ping.host_id * 1000 + cast_ping.ping_nth) * 2 + 1 AS id,
      json_merge_patch(
        cast_ping.payload, to_json({'license_subscription_id': subscription_version.subscription_id})
      )::VARCHAR AS payload,
      ping_date + INTERVAL 10 HOUR AS created_at, ping_date + INTERVAL 9 HOUR AS recorded_at,
      ping_date + INTERVAL 23 HOUR AS _uploaded_at
    FROM cast_ping
    INNER JOIN cast_host ON cast_ping.host_id = cast_host.host_id
    INNER JOIN subscription_version
      ON cast_host.subscription_name = subscription_version.subscription_name AND subscription_version.version = 1
"""

_HOSTS = """
    SELECT
      ping_host.host_id AS id, ping_host.hostname AS url, ping_host.first_month::TIMESTAMP AS created_at,
      MAX(sent_ping.created_at) AS updated_at, ping_host.users > 300 AS star
    FROM ping_host
    INNER JOIN sent_ping ON ping_host.host_id = sent_ping.host_id
    WHERE ping_host.host_id > 0
    GROUP BY ping_host.host_id, ping_host.hostname, ping_host.first_month, ping_host.users
    UNION ALL BY NAME
    SELECT
      host_id AS id, LOWER(host_name) || '.customer.example' AS url, TIMESTAMP '2022-12-01 08:00' AS created_at,
      TIMESTAMP '2024-12-22 10:00' AS updated_at, FALSE AS star
    FROM cast_host
"""

_COMBINED = """
    SELECT
      'gitlab-com-' || strftime(sent_ping.ping_date, '%Y%m%d') AS run_id, sent_ping.ping_date, 'combined' AS source,
      sent_ping.uuid, sent_ping.edition, sent_ping.created_at AS recorded_at, sent_ping.payload AS run_results,
      epoch(sent_ping.uploaded_at)::BIGINT AS _uploaded_at
    FROM sent_ping
    WHERE sent_ping.host_id = 0
"""

FAMILY = Family(
    name="Service ping",
    world=(*STATEMENTS, *CAST_STATEMENTS),
    tables=(
        RawTable(
            schema="version_db",
            name="usage_data",
            columns="""
                id BIGINT, uuid VARCHAR, host_id BIGINT, hostname VARCHAR, source_ip VARCHAR, version VARCHAR,
                edition VARCHAR, recorded_at TIMESTAMP, created_at TIMESTAMP, updated_at TIMESTAMP,
                active_user_count BIGINT, historical_max_users BIGINT, license_user_count BIGINT, license_md5 VARCHAR,
                license_sha256 VARCHAR, license_starts_at VARCHAR, license_expires_at VARCHAR, license_trial BOOLEAN,
                installation_type VARCHAR, company VARCHAR, raw_usage_data_id BIGINT, counts VARCHAR,
                usage_activity_by_stage_monthly VARCHAR, _uploaded_at TIMESTAMP
            """,
            sql=_USAGE_DATA,
            key="id, _uploaded_at",
            changes=(1, 2),
        ),
        RawTable(
            schema="version_db",
            name="raw_usage_data",
            columns="id BIGINT, payload VARCHAR, created_at TIMESTAMP, recorded_at TIMESTAMP, _uploaded_at TIMESTAMP",
            sql=_RAW_USAGE_DATA,
            key="id",
            changes=(1, 2),
        ),
        RawTable(
            schema="version_db",
            name="hosts",
            columns="id BIGINT, url VARCHAR, created_at TIMESTAMP, updated_at TIMESTAMP, star BOOLEAN",
            sql=_HOSTS,
            key="id",
            changes=(1, 2),
        ),
        RawTable(
            schema="saas_usage_ping",
            name="instance_combined_metrics",
            columns="""
                run_id VARCHAR, ping_date DATE, source VARCHAR, uuid VARCHAR, edition VARCHAR, recorded_at TIMESTAMP,
                run_results VARCHAR, _uploaded_at BIGINT
            """,
            sql=_COMBINED,
            key="run_id",
            changes=(1,),
        ),
    ),
)
