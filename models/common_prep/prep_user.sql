-- grain: one row per GitLab.com user (dim_user_id)
WITH gitlab_dotcom_users_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_users_source') }}
),

personal_email_domain AS (
  SELECT * FROM {{ ref('personal_email_domain') }}
),

users AS (
  SELECT
    *,
    {{ regexp_extract('email', '@(.+)$', 1) }} AS email_domain
  FROM gitlab_dotcom_users_source
),

final AS (
  SELECT
    -- primary key
    users.user_id::BIGINT AS dim_user_id,
    -- attributes
    {{ hash_value('users.email', 'email') }}::VARCHAR AS email_hash,
    users.email_domain::VARCHAR AS email_domain,
    CASE
      WHEN users.email_domain IS NULL THEN 'Missing'
      WHEN personal_email_domain.email_domain IS NOT NULL THEN 'Personal'
      ELSE 'Business'
    END::VARCHAR AS email_domain_class,
    users.user_state::VARCHAR AS user_state,
    {{ job_title_of_role('users.user_role_id') }}::VARCHAR AS user_role,
    -- flags: an empty or zero type is a person
    (users.user_state = 'active' AND NOT users.is_deleted)::BOOLEAN AS is_active,
    (COALESCE(users.user_type, 0) != 0)::BOOLEAN AS is_bot,
    (COALESCE(users.user_type, 0) = 6)::BOOLEAN AS is_project_bot,
    users.is_email_opted_in::BOOLEAN AS is_email_opted_in,
    users.is_deleted::BOOLEAN AS is_deleted,
    -- dates
    users.last_activity_date::DATE AS last_activity_date,
    -- metadata
    users.confirmed_at::TIMESTAMP AS confirmed_at,
    users.last_sign_in_at::TIMESTAMP AS last_sign_in_at,
    users.created_at::TIMESTAMP AS created_at,
    users.updated_at::TIMESTAMP AS updated_at
  FROM users
  LEFT OUTER JOIN personal_email_domain
    ON users.email_domain = personal_email_domain.email_domain
)

SELECT * FROM final
