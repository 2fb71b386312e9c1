-- grain: one row per ping of an installation, as loaded last (usage_data_id)
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH source AS (
  SELECT * FROM {{ source('version', 'usage_data') }}
),

{{ select_recent_uploads_sql('source', '_uploaded_at') }},

latest AS (
  {{ latest_record(
    'recent', key='id', order_by='_uploaded_at DESC, updated_at DESC, active_user_count DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    id::BIGINT AS usage_data_id,
    -- foreign keys
    host_id::BIGINT AS host_id,
    raw_usage_data_id::BIGINT AS raw_usage_data_id,
    NULLIF(TRIM(uuid), '')::VARCHAR AS instance_uuid,
    -- attributes
    hostname::VARCHAR AS hostname,
    source_ip::VARCHAR AS source_ip,
    version::VARCHAR AS version_text,
    edition::VARCHAR AS edition,
    installation_type::VARCHAR AS installation_type,
    license_md5::VARCHAR AS license_md5,
    license_sha256::VARCHAR AS license_sha256,
    company::VARCHAR AS company,
    counts::VARCHAR AS counts,
    usage_activity_by_stage_monthly::VARCHAR AS usage_activity_by_stage_monthly,
    -- flags
    license_trial::BOOLEAN AS is_trial,
    -- dates: installations send them as text
    {{ try_cast_to('license_starts_at', 'DATE') }} AS license_start_date,
    {{ try_cast_to('license_expires_at', 'DATE') }} AS license_expire_date,
    recorded_at::TIMESTAMP AS recorded_at,
    -- measures (users)
    active_user_count::INTEGER AS active_user_count,
    historical_max_users::INTEGER AS historical_max_users,
    license_user_count::INTEGER AS license_user_count,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    _uploaded_at::TIMESTAMP AS uploaded_at
  FROM latest
)

SELECT * FROM final
