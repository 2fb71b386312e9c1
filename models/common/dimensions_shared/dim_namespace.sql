-- grain: one row per GitLab.com namespace, and the missing member (dim_namespace_id)
WITH prep_namespace AS (
  SELECT * FROM {{ ref('prep_namespace') }}
),

final AS (
  SELECT
    -- primary key
    dim_namespace_id::BIGINT AS dim_namespace_id,
    -- foreign keys
    ultimate_parent_namespace_id::BIGINT AS ultimate_parent_namespace_id,
    parent_id::BIGINT AS parent_id,
    owner_id::BIGINT AS owner_id,
    creator_id::BIGINT AS creator_id,
    dim_plan_id::INTEGER AS dim_plan_id,
    dim_product_tier_id::VARCHAR AS dim_product_tier_id,
    -- attributes
    namespace_name::VARCHAR AS namespace_name,
    namespace_name_unmasked::VARCHAR AS namespace_name_unmasked,
    namespace_type::VARCHAR AS namespace_type,
    visibility_level::VARCHAR AS visibility_level,
    plan_name::VARCHAR AS plan_name,
    plan_name_modified::VARCHAR AS plan_name_modified,
    -- flags
    is_ultimate_parent::BOOLEAN AS is_ultimate_parent,
    has_paid_plan::BOOLEAN AS has_paid_plan,
    has_trial_plan::BOOLEAN AS has_trial_plan,
    is_internal::BOOLEAN AS is_internal,
    is_setup_for_company::BOOLEAN AS is_setup_for_company,
    is_deleted::BOOLEAN AS is_deleted,
    -- measures: people
    member_count::INTEGER AS member_count,
    hierarchy_member_count::INTEGER AS hierarchy_member_count,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at
  FROM prep_namespace

  UNION ALL

  {{ missing_member_row({
    'dim_namespace_id': '-1::BIGINT',
    'ultimate_parent_namespace_id': '-1::BIGINT',
    'parent_id': 'NULL::BIGINT',
    'owner_id': 'NULL::BIGINT',
    'creator_id': 'NULL::BIGINT',
    'dim_plan_id': 'NULL::INTEGER',
    'dim_product_tier_id': missing_member_id() ~ '::VARCHAR',
    'namespace_name': "'Missing namespace_name'::VARCHAR",
    'namespace_name_unmasked': "'Missing namespace_name'::VARCHAR",
    'namespace_type': 'NULL::VARCHAR',
    'visibility_level': 'NULL::VARCHAR',
    'plan_name': 'NULL::VARCHAR',
    'plan_name_modified': 'NULL::VARCHAR',
    'is_ultimate_parent': 'FALSE::BOOLEAN',
    'has_paid_plan': 'FALSE::BOOLEAN',
    'has_trial_plan': 'FALSE::BOOLEAN',
    'is_internal': 'FALSE::BOOLEAN',
    'is_setup_for_company': 'FALSE::BOOLEAN',
    'is_deleted': 'FALSE::BOOLEAN',
    'member_count': '0::INTEGER',
    'hierarchy_member_count': '0::INTEGER',
    'created_at': 'NULL::TIMESTAMP',
    'updated_at': 'NULL::TIMESTAMP',
  }) }}
)

SELECT * FROM final
