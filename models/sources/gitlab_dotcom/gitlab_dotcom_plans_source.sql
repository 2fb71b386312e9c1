-- grain: one row per plan of GitLab.com (plan_id)
WITH source AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_plans') }}
),

final AS (
  SELECT
    -- primary key
    id::INTEGER AS plan_id,
    -- attributes
    name::VARCHAR AS plan_name,
    title::VARCHAR AS plan_title,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
