-- grain: one row per ping of an installation, GitLab.com included (dim_ping_instance_id)
{{ config(snowflake_warehouse=generate_warehouse_name('XL')) }}
WITH version_usage_data_source AS (
  SELECT * FROM {{ ref('version_usage_data_source') }}
),

version_raw_usage_data_source AS (
  SELECT * FROM {{ ref('version_raw_usage_data_source') }}
),

instance_combined_metrics_source AS (
  SELECT * FROM {{ ref('instance_combined_metrics_source') }}
),

gitlab_com_runs AS (
  SELECT
    *,
    {{ parse_json('run_results') }} AS results
  FROM instance_combined_metrics_source
),

gitlab_com AS (
  SELECT DISTINCT instance_uuid
  FROM gitlab_com_runs
),

pings AS (
  SELECT
    version_usage_data_source.usage_data_id::VARCHAR AS dim_ping_instance_id,
    version_usage_data_source.host_id,
    version_usage_data_source.instance_uuid,
    version_usage_data_source.hostname,
    version_usage_data_source.source_ip,
    version_usage_data_source.version_text,
    version_usage_data_source.edition,
    version_usage_data_source.installation_type,
    version_usage_data_source.license_md5,
    version_usage_data_source.license_sha256,
    version_usage_data_source.is_trial,
    version_usage_data_source.license_start_date,
    version_usage_data_source.license_expire_date,
    version_usage_data_source.created_at AS ping_created_at,
    version_usage_data_source.recorded_at AS ping_recorded_at,
    version_usage_data_source.active_user_count,
    version_usage_data_source.historical_max_users,
    version_usage_data_source.license_user_count,
    -- an old or lost record: what the ping's own columns kept is the payload
    COALESCE(
      version_raw_usage_data_source.payload,
      '{"counts": ' || COALESCE(version_usage_data_source.counts, '{}')
      || ', "usage_activity_by_stage_monthly": '
      || COALESCE(version_usage_data_source.usage_activity_by_stage_monthly, '{}') || '}'
    ) AS payload,
    version_raw_usage_data_source.payload IS NULL AS is_payload_rebuilt,
    GREATEST(
      version_usage_data_source.uploaded_at,
      COALESCE(version_raw_usage_data_source.uploaded_at, version_usage_data_source.uploaded_at)
    ) AS uploaded_at
  FROM version_usage_data_source
  LEFT OUTER JOIN version_raw_usage_data_source
    ON version_usage_data_source.raw_usage_data_id = version_raw_usage_data_source.raw_usage_data_id
  UNION ALL
  SELECT
    run_id AS dim_ping_instance_id,
    NULL::BIGINT AS host_id,
    instance_uuid,
    NULL::VARCHAR AS hostname,
    NULL::VARCHAR AS source_ip,
    {{ json_text('results', 'version') }} AS version_text,
    edition,
    NULL::VARCHAR AS installation_type,
    NULL::VARCHAR AS license_md5,
    NULL::VARCHAR AS license_sha256,
    NULL::BOOLEAN AS is_trial,
    NULL::DATE AS license_start_date,
    NULL::DATE AS license_expire_date,
    recorded_at AS ping_created_at,
    recorded_at AS ping_recorded_at,
    {{ json_number('results', 'active_user_count', 'INTEGER') }} AS active_user_count,
    NULL::INTEGER AS historical_max_users,
    NULL::INTEGER AS license_user_count,
    run_results AS payload,
    FALSE AS is_payload_rebuilt,
    uploaded_at
  FROM gitlab_com_runs
),

{{ select_recent_uploads_sql('pings') }},

read_pings AS (
  SELECT
    *,
    {{ regexp_extract('version_text', '^[0-9]+\\.[0-9]+(\\.[0-9]+)?') }} AS cleaned_version,
    {{ parse_json('payload') }} AS document
  FROM recent
),

identified AS (
  -- a build that was never given a version, or an installation without an identity, tells nothing
  SELECT
    read_pings.*,
    gitlab_com.instance_uuid IS NOT NULL AS is_gitlab_com,
    COALESCE({{ json_boolean('read_pings.document', 'gitlab_dedicated') }}, FALSE)
    OR COALESCE(LOWER(read_pings.hostname) LIKE '%.gitlab-dedicated.%', FALSE) AS is_dedicated
  FROM read_pings
  LEFT OUTER JOIN gitlab_com
    ON read_pings.instance_uuid = gitlab_com.instance_uuid
  WHERE
    read_pings.instance_uuid IS NOT NULL
    AND read_pings.cleaned_version IS NOT NULL
),

final AS (
  {{ ping_instance_columns('identified') }}
)

SELECT * FROM final
