-- grain: one row per GitLab.com namespace, in the newest state it had there (namespace_id)
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH source AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_namespaces') }}
),

{{ select_newest_states_sql('source', 'namespace_id') }},

final AS (
  SELECT
    -- primary key
    id::BIGINT AS namespace_id,
    -- foreign keys
    parent_id::BIGINT AS parent_id,
    -- the list of ids runs from the top of the hierarchy down to the namespace itself
    COALESCE(
      {{ try_cast_to(regexp_extract('traversal_ids', '[0-9]+'), 'BIGINT') }}, id
    )::BIGINT AS ultimate_parent_namespace_id,
    owner_id::BIGINT AS owner_id,
    creator_id::BIGINT AS creator_id,
    -- attributes
    name::VARCHAR AS namespace_name,
    path::VARCHAR AS namespace_path,
    type::VARCHAR AS namespace_type,
    traversal_ids::VARCHAR AS traversal_ids,
    visibility_level::INTEGER AS visibility_level,
    -- flags
    setup_for_company::BOOLEAN AS is_setup_for_company,
    COALESCE(pgp_is_deleted, FALSE)::BOOLEAN AS is_deleted,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    pgp_is_deleted_updated_at::TIMESTAMP AS is_deleted_updated_at,
    uploaded_at::TIMESTAMP AS uploaded_at,
    _task_instance::VARCHAR AS task_instance
  FROM newest_states
)

SELECT * FROM final
