-- grain: one row per GitLab.com namespace (dim_namespace_id)
WITH gitlab_dotcom_namespaces_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_namespaces_source') }}
),

gitlab_dotcom_gitlab_subscriptions_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_gitlab_subscriptions_source') }}
),

gitlab_dotcom_members_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_members_source') }}
),

prep_gitlab_dotcom_plan AS (
  SELECT * FROM {{ ref('prep_gitlab_dotcom_plan') }}
),

prep_product_tier AS (
  SELECT * FROM {{ ref('prep_product_tier') }}
),

internal_namespace AS (
  SELECT * FROM {{ ref('internal_namespace') }}
),

current_subscriptions AS (
  SELECT *
  FROM gitlab_dotcom_gitlab_subscriptions_source
  WHERE is_currently_valid
),

namespace_subscriptions AS (
  {{ latest_record(
    'current_subscriptions', key='namespace_id',
    order_by='valid_from DESC, gitlab_subscription_id DESC'
  ) }}
),

current_members AS (
  SELECT
    gitlab_dotcom_members_source.source_id AS namespace_id,
    gitlab_dotcom_namespaces_source.ultimate_parent_namespace_id,
    gitlab_dotcom_members_source.user_id
  FROM gitlab_dotcom_members_source
  INNER JOIN gitlab_dotcom_namespaces_source
    ON gitlab_dotcom_members_source.source_id = gitlab_dotcom_namespaces_source.namespace_id
  WHERE
    gitlab_dotcom_members_source.is_currently_valid
    -- somebody who asked for access is not in yet
    AND gitlab_dotcom_members_source.requested_at IS NULL
),

direct_members AS (
  SELECT
    namespace_id,
    COUNT(DISTINCT user_id) AS member_count
  FROM current_members
  GROUP BY namespace_id
),

hierarchy_members AS (
  SELECT
    ultimate_parent_namespace_id,
    COUNT(DISTINCT user_id) AS member_count
  FROM current_members
  GROUP BY ultimate_parent_namespace_id
),

free_plan AS (
  SELECT dim_plan_id
  FROM prep_gitlab_dotcom_plan
  WHERE plan_name = 'free'
),

planned AS (
  SELECT
    gitlab_dotcom_namespaces_source.*,
    -- the top of the hierarchy holds the plan of all below; without one they are on the free plan
    COALESCE(namespace_subscriptions.plan_id, free_plan.dim_plan_id) AS plan_id
  FROM gitlab_dotcom_namespaces_source
  CROSS JOIN free_plan
  LEFT OUTER JOIN namespace_subscriptions
    ON gitlab_dotcom_namespaces_source.ultimate_parent_namespace_id
      = namespace_subscriptions.namespace_id
),

final AS (
  SELECT
    -- primary key
    planned.namespace_id::BIGINT AS dim_namespace_id,
    -- foreign keys
    planned.ultimate_parent_namespace_id::BIGINT AS ultimate_parent_namespace_id,
    planned.parent_id::BIGINT AS parent_id,
    planned.owner_id::BIGINT AS owner_id,
    planned.creator_id::BIGINT AS creator_id,
    planned.plan_id::INTEGER AS dim_plan_id,
    {{ missing_member_key('prep_product_tier.dim_product_tier_id') }}::VARCHAR
      AS dim_product_tier_id,
    -- attributes
    CASE
      WHEN planned.visibility_level = 20 THEN planned.namespace_name
      ELSE '(not public)'
    END::VARCHAR AS namespace_name,
    planned.namespace_name::VARCHAR AS namespace_name_unmasked,
    planned.namespace_type::VARCHAR AS namespace_type,
    CASE planned.visibility_level
      WHEN 20 THEN 'public'
      WHEN 10 THEN 'internal'
      ELSE 'private'
    END::VARCHAR AS visibility_level,
    prep_gitlab_dotcom_plan.plan_name::VARCHAR AS plan_name,
    prep_gitlab_dotcom_plan.plan_name_modified::VARCHAR AS plan_name_modified,
    -- flags
    (planned.namespace_id = planned.ultimate_parent_namespace_id)::BOOLEAN AS is_ultimate_parent,
    COALESCE(prep_gitlab_dotcom_plan.is_paid, FALSE)::BOOLEAN AS has_paid_plan,
    COALESCE(prep_gitlab_dotcom_plan.is_trial, FALSE)::BOOLEAN AS has_trial_plan,
    (internal_namespace.namespace_id IS NOT NULL)::BOOLEAN AS is_internal,
    COALESCE(planned.is_setup_for_company, FALSE)::BOOLEAN AS is_setup_for_company,
    planned.is_deleted::BOOLEAN AS is_deleted,
    -- measures: people
    COALESCE(direct_members.member_count, 0)::INTEGER AS member_count,
    COALESCE(hierarchy_members.member_count, 0)::INTEGER AS hierarchy_member_count,
    -- metadata
    planned.created_at::TIMESTAMP AS created_at,
    planned.updated_at::TIMESTAMP AS updated_at
  FROM planned
  LEFT OUTER JOIN prep_gitlab_dotcom_plan
    ON planned.plan_id = prep_gitlab_dotcom_plan.dim_plan_id
  LEFT OUTER JOIN prep_product_tier
    ON prep_gitlab_dotcom_plan.product_tier_name_historical
      = prep_product_tier.product_tier_name_historical
  LEFT OUTER JOIN internal_namespace
    ON planned.ultimate_parent_namespace_id = internal_namespace.namespace_id
  LEFT OUTER JOIN direct_members
    ON planned.namespace_id = direct_members.namespace_id
  LEFT OUTER JOIN hierarchy_members
    ON planned.ultimate_parent_namespace_id = hierarchy_members.ultimate_parent_namespace_id
)

SELECT * FROM final
