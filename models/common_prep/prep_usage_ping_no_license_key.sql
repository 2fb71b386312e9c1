-- grain: one row per ping of an installation, GitLab.com included (dim_usage_ping_id)
WITH prep_ping_instance AS (
  SELECT * FROM {{ ref('prep_ping_instance') }}
),

pings AS (
  SELECT
    *,
    {{ parse_json('payload') }} AS document
  FROM prep_ping_instance
),

final AS (
  SELECT
    -- primary key
    dim_ping_instance_id::VARCHAR AS dim_usage_ping_id,
    -- foreign keys
    dim_instance_id::VARCHAR AS dim_instance_id,
    dim_installation_id::VARCHAR AS dim_installation_id,
    -- attributes
    hostname_hash::VARCHAR AS hostname_hash,
    ping_edition::VARCHAR AS ping_edition,
    product_tier::VARCHAR AS product_tier,
    ping_delivery_type::VARCHAR AS ping_delivery_type,
    ping_deployment_type::VARCHAR AS ping_deployment_type,
    cleaned_version::VARCHAR AS cleaned_version,
    -- flags
    is_trial::BOOLEAN AS is_trial,
    -- dates
    ping_created_at::TIMESTAMP AS ping_created_at,
    DATE_TRUNC('month', ping_created_at)::DATE AS ping_created_date_month,
    -- measures: numbers of the version, users, wave metrics in users or events, two settings
    major_version::INTEGER AS major_version,
    minor_version::INTEGER AS minor_version,
    instance_user_count::INTEGER AS instance_user_count,
    historical_max_users::INTEGER AS historical_max_users,
    license_user_count::INTEGER AS license_user_count,
    license_billable_users::INTEGER AS license_billable_users,
    {{ wave_metric_values('document') }}
  FROM pings
)

SELECT * FROM final
