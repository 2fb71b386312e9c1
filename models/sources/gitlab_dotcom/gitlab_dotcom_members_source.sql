-- grain: one row per membership and state it was in (gitlab_dotcom_member_version_id)
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH source AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_members') }}
),

{{ select_extract_versions_sql('source', [
  'id', 'user_id', 'source_id', 'source_type', 'type', 'access_level', 'created_at',
  'invite_accepted_at', 'requested_at', 'expires_at', 'invite_email', 'updated_at'
]) }},

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['id', 'valid_from']) }}::VARCHAR AS gitlab_dotcom_member_version_id,
    -- foreign keys
    id::BIGINT AS member_id,
    user_id::BIGINT AS user_id,
    source_id::BIGINT AS source_id,
    -- attributes
    source_type::VARCHAR AS member_source_type,
    type::VARCHAR AS member_type,
    access_level::INTEGER AS access_level,
    {{ normalise_email('invite_email') }}::VARCHAR AS invite_email,
    -- flags
    (valid_to IS NULL)::BOOLEAN AS is_currently_valid,
    -- dates
    expires_at::DATE AS expires_date,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    invite_accepted_at::TIMESTAMP AS invite_accepted_at,
    requested_at::TIMESTAMP AS requested_at,
    updated_at::TIMESTAMP AS updated_at,
    valid_from::TIMESTAMP AS valid_from,
    valid_to::TIMESTAMP AS valid_to,
    uploaded_at::TIMESTAMP AS uploaded_at,
    task_instance::VARCHAR AS task_instance
  FROM extract_versions
)

SELECT * FROM final
