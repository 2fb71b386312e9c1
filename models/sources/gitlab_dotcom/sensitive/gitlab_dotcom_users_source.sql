-- grain: one row per GitLab.com user, in the newest state the source system had (user_id)
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH source AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_users') }}
),

{{ select_newest_states_sql('source', 'user_id') }},

final AS (
  SELECT
    -- primary key
    id::BIGINT AS user_id,
    -- attributes
    username::VARCHAR AS user_name,
    name::VARCHAR AS full_name,
    NULLIF(TRIM(first_name), '')::VARCHAR AS first_name,
    NULLIF(TRIM(last_name), '')::VARCHAR AS last_name,
    {{ normalise_email('email') }}::VARCHAR AS email,
    {{ normalise_email('notification_email') }}::VARCHAR AS notification_email,
    {{ normalise_email('public_email') }}::VARCHAR AS public_email,
    state::VARCHAR AS user_state,
    user_type::INTEGER AS user_type,
    role::INTEGER AS user_role_id,
    -- the extract writes a missing value as the text nan
    NULLIF(NULLIF(LOWER(TRIM(preferred_language)), 'nan'), '')::VARCHAR AS preferred_language,
    -- flags
    COALESCE(email_opted_in, FALSE)::BOOLEAN AS is_email_opted_in,
    COALESCE(pgp_is_deleted, FALSE)::BOOLEAN AS is_deleted,
    -- dates
    last_activity_on::DATE AS last_activity_date,
    -- metadata
    confirmed_at::TIMESTAMP AS confirmed_at,
    last_sign_in_at::TIMESTAMP AS last_sign_in_at,
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    pgp_is_deleted_updated_at::TIMESTAMP AS is_deleted_updated_at,
    uploaded_at::TIMESTAMP AS uploaded_at,
    _task_instance::VARCHAR AS task_instance
  FROM newest_states
)

SELECT * FROM final
