{#- SELECT of the published columns of prep_ping_instance, from pings that are identified. The tier
    follows from the edition; an edition whose license is over falls back to what is free. -#}
{% macro ping_instance_columns(relation) -%}
  {{ return(adapter.dispatch('ping_instance_columns', 'edp')(relation)) }}
{%- endmacro %}

{% macro default__ping_instance_columns(relation) -%}
  SELECT
    -- primary key
    dim_ping_instance_id::VARCHAR AS dim_ping_instance_id,
    -- foreign keys
    host_id::BIGINT AS dim_host_id,
    instance_uuid::VARCHAR AS dim_instance_id,
    {{ surrogate_key(['host_id', 'instance_uuid']) }}::VARCHAR AS dim_installation_id,
    NULLIF(TRIM({{ json_text('document', 'license_subscription_id') }}), '')::VARCHAR
      AS license_subscription_id,
    -- attributes
    edition::VARCHAR AS ping_edition,
    CASE
      WHEN edition IN ('CE', 'EE Free') THEN 'Free'
      WHEN license_expire_date < ping_created_at::DATE THEN 'Free'
      WHEN edition IN ('EE', 'EES') THEN 'Starter'
      WHEN edition = 'EEP' THEN 'Premium'
      WHEN edition = 'EEU' THEN 'Ultimate'
    END::VARCHAR AS product_tier,
    CASE WHEN is_gitlab_com OR is_dedicated THEN 'SaaS' ELSE 'Self-Managed' END::VARCHAR
      AS ping_delivery_type,
    CASE
      WHEN is_gitlab_com THEN 'GitLab.com'
      WHEN is_dedicated THEN 'Dedicated'
      ELSE 'Self-Managed'
    END::VARCHAR AS ping_deployment_type,
    installation_type::VARCHAR AS installation_type,
    LOWER(REPLACE(license_md5, '-', ''))::VARCHAR AS license_md5,
    LOWER(REPLACE(license_sha256, '-', ''))::VARCHAR AS license_sha256,
    {{ hash_value('hostname', 'name') }}::VARCHAR AS hostname_hash,
    {{ hash_value('source_ip', 'ip') }}::VARCHAR AS ip_address_hash,
    cleaned_version::VARCHAR AS cleaned_version,
    payload::VARCHAR AS payload,
    -- flags
    COALESCE(is_trial, FALSE)::BOOLEAN AS is_trial,
    (version_text LIKE '%-pre%' OR version_text LIKE '%-rc%')::BOOLEAN AS is_pre_release,
    is_payload_rebuilt::BOOLEAN AS is_payload_rebuilt,
    -- dates
    license_start_date::DATE AS license_start_date,
    license_expire_date::DATE AS license_expire_date,
    ping_created_at::TIMESTAMP AS ping_created_at,
    ping_recorded_at::TIMESTAMP AS ping_recorded_at,
    -- measures: numbers of the version, users
    {{ regexp_extract('cleaned_version', '^([0-9]+)', 1) }}::INTEGER AS major_version,
    {{ regexp_extract('cleaned_version', '^[0-9]+\\.([0-9]+)', 1) }}::INTEGER AS minor_version,
    active_user_count::INTEGER AS instance_user_count,
    historical_max_users::INTEGER AS historical_max_users,
    license_user_count::INTEGER AS license_user_count,
    {{ json_number('document', 'license_billable_users', 'INTEGER') }} AS license_billable_users,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM {{ relation }}
{%- endmacro %}
