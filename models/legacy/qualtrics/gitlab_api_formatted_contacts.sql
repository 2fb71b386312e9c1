-- grain: one row per person who uses GitLab.com (user_id)
WITH gitlab_dotcom_users_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_users_source') }}
),

prep_membership AS (
  SELECT * FROM {{ ref('prep_membership') }}
),

prep_gitlab_dotcom_plan AS (
  SELECT * FROM {{ ref('prep_gitlab_dotcom_plan') }}
),

people AS (
  SELECT
    *,
    NULLIF(TRIM(full_name), '') AS trimmed_name
  FROM gitlab_dotcom_users_source
  WHERE
    user_state = 'active'
    AND NOT is_deleted
    -- an empty or zero type is a person, every other a bot
    AND COALESCE(user_type, 0) = 0
    AND COALESCE(notification_email, email) IS NOT NULL
),

active_memberships AS (
  SELECT
    prep_membership.dim_user_id,
    prep_membership.dim_namespace_id,
    prep_membership.ultimate_parent_namespace_id,
    prep_membership.membership_source_type,
    prep_membership.is_own_namespace,
    prep_gitlab_dotcom_plan.plan_title_modified,
    prep_gitlab_dotcom_plan.plan_rank
  FROM prep_membership
  INNER JOIN prep_gitlab_dotcom_plan
    ON prep_membership.dim_plan_id = prep_gitlab_dotcom_plan.dim_plan_id
  WHERE prep_membership.is_active
),

-- the rank decides and not the plan's id: a trial has a higher id than what it is a trial of
best_memberships AS (
  {{ latest_record(
    'active_memberships', key='dim_user_id',
    order_by="plan_rank DESC, is_own_namespace DESC, membership_source_type = 'Namespace' DESC, "
      ~ "ultimate_parent_namespace_id, dim_namespace_id, membership_source_type"
  ) }}
),

final AS (
  SELECT
    -- primary key
    people.user_id::BIGINT AS user_id,
    -- foreign keys
    best_memberships.ultimate_parent_namespace_id::BIGINT AS namespace_id,
    -- attributes
    COALESCE(people.first_name, SPLIT_PART(people.trimmed_name, ' ', 1))::VARCHAR AS first_name,
    COALESCE(
      people.last_name,
      NULLIF(
        TRIM(SUBSTRING(
          people.trimmed_name, LENGTH(SPLIT_PART(people.trimmed_name, ' ', 1)) + 1
        )), ''
      )
    )::VARCHAR AS last_name,
    COALESCE(people.notification_email, people.email)::VARCHAR AS email_address,
    UPPER(COALESCE(people.preferred_language, 'en'))::VARCHAR AS language,
    COALESCE(best_memberships.plan_title_modified, 'Free')::VARCHAR AS plan
  FROM people
  LEFT OUTER JOIN best_memberships
    ON people.user_id = best_memberships.dim_user_id
)

SELECT * FROM final
