-- grain: one row per plan of a namespace and state it was in (gitlab_subscription_version_id)
WITH source AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_gitlab_subscriptions') }}
),

{{ select_extract_versions_sql('source', [
  'id', 'namespace_id', 'hosted_plan_id', 'start_date', 'end_date', 'trial', 'trial_starts_on',
  'trial_ends_on', 'seats', 'seats_in_use', 'seats_owed', 'max_seats_used', 'created_at',
  'updated_at'
]) }},

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['id', 'valid_from']) }}::VARCHAR AS gitlab_subscription_version_id,
    -- foreign keys
    id::BIGINT AS gitlab_subscription_id,
    namespace_id::BIGINT AS namespace_id,
    hosted_plan_id::INTEGER AS plan_id,
    -- flags
    COALESCE(trial, FALSE)::BOOLEAN AS is_trial,
    (valid_to IS NULL)::BOOLEAN AS is_currently_valid,
    -- dates
    start_date::DATE AS start_date,
    end_date::DATE AS end_date,
    trial_starts_on::DATE AS trial_start_date,
    trial_ends_on::DATE AS trial_end_date,
    -- measures in seats
    seats::INTEGER AS seats,
    seats_in_use::INTEGER AS seats_in_use,
    seats_owed::INTEGER AS seats_owed,
    max_seats_used::INTEGER AS max_seats_used,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    valid_from::TIMESTAMP AS valid_from,
    valid_to::TIMESTAMP AS valid_to,
    uploaded_at::TIMESTAMP AS uploaded_at,
    task_instance::VARCHAR AS task_instance
  FROM extract_versions
)

SELECT * FROM final
