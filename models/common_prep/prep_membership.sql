-- grain: one row per user, namespace or project and kind of source (membership_key)
WITH gitlab_dotcom_members_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_members_source') }}
),

prep_namespace AS (
  SELECT * FROM {{ ref('prep_namespace') }}
),

prep_user AS (
  SELECT * FROM {{ ref('prep_user') }}
),

prep_gitlab_dotcom_plan AS (
  SELECT * FROM {{ ref('prep_gitlab_dotcom_plan') }}
),

taken_up AS (
  -- an invitation nobody has accepted has no user yet
  SELECT *
  FROM gitlab_dotcom_members_source
  WHERE
    is_currently_valid
    AND user_id IS NOT NULL
),

-- access that was granted counts before a request for more
memberships AS (
  {{ latest_record(
    'taken_up', key=['user_id', 'source_id', 'member_source_type'],
    order_by='requested_at NULLS FIRST, access_level DESC, member_id DESC'
  ) }}
),

joined AS (
  SELECT
    memberships.*,
    prep_namespace.ultimate_parent_namespace_id,
    prep_namespace.dim_plan_id,
    COALESCE(prep_gitlab_dotcom_plan.plan_rank, 0) AS plan_rank,
    COALESCE(prep_user.is_project_bot, FALSE) AS is_project_bot,
    memberships.requested_at IS NOT NULL AS is_access_request,
    -- minimal access sees even less than a guest and is counted like one
    memberships.access_level <= 10 AS is_guest,
    COALESCE(prep_user.is_active, FALSE)
    AND NOT COALESCE(prep_namespace.is_deleted, TRUE)
    AND memberships.requested_at IS NULL
    AND COALESCE(memberships.expires_date > {{ as_of_date() }}, TRUE) AS is_active
  FROM memberships
  LEFT OUTER JOIN prep_namespace
    ON memberships.source_id = prep_namespace.dim_namespace_id
  LEFT OUTER JOIN prep_user
    ON memberships.user_id = prep_user.dim_user_id
  LEFT OUTER JOIN prep_gitlab_dotcom_plan
    ON prep_namespace.dim_plan_id = prep_gitlab_dotcom_plan.dim_plan_id
),

ultimate_parents AS (
  SELECT
    dim_namespace_id,
    owner_id,
    namespace_type
  FROM prep_namespace
  WHERE is_ultimate_parent
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'joined.user_id', 'joined.source_id', 'joined.member_source_type'
    ]) }}::VARCHAR AS membership_key,
    -- foreign keys
    joined.user_id::BIGINT AS dim_user_id,
    joined.source_id::BIGINT AS dim_namespace_id,
    joined.ultimate_parent_namespace_id::BIGINT AS ultimate_parent_namespace_id,
    joined.dim_plan_id::INTEGER AS dim_plan_id,
    -- attributes
    joined.member_source_type::VARCHAR AS membership_source_type,
    joined.access_level::INTEGER AS access_level,
    {{ gitlab_dotcom_access_level_name('joined.access_level') }}::VARCHAR AS access_level_name,
    -- flags
    joined.is_guest::BOOLEAN AS is_guest,
    joined.is_access_request::BOOLEAN AS is_access_request,
    COALESCE(joined.user_id = ultimate_parents.owner_id, FALSE)::BOOLEAN AS is_own_namespace,
    joined.is_active::BOOLEAN AS is_active,
    -- a guest costs a seat on every plan but those of the highest rank
    (
      joined.is_active
      AND NOT joined.is_project_bot
      AND NOT (joined.is_guest AND joined.plan_rank = 3)
    )::BOOLEAN AS is_billable,
    -- dates
    joined.expires_date::DATE AS expires_date,
    -- metadata
    joined.created_at::TIMESTAMP AS created_at,
    joined.updated_at::TIMESTAMP AS updated_at
  FROM joined
  LEFT OUTER JOIN ultimate_parents
    ON joined.ultimate_parent_namespace_id = ultimate_parents.dim_namespace_id
)

SELECT * FROM final
