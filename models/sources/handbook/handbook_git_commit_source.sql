-- grain: one row per commit (commit_id)
WITH source AS (
  SELECT * FROM {{ source('handbook', 'git_commits') }}
),

final AS (
  SELECT
    -- primary key
    commit_id::VARCHAR AS commit_id,
    -- attributes; the address itself stays in raw
    repository::VARCHAR AS repository_name,
    LOWER({{ regexp_extract('author_email', '@([^@]+)$', 1) }})::VARCHAR AS author_domain,
    {{ hash_value('author_email', 'email') }}::VARCHAR AS author_email_hash,
    subject::VARCHAR AS commit_subject,
    parent_count > 1 AS is_merge,
    is_reachable::BOOLEAN AS is_reachable,
    authored_at::TIMESTAMP AS authored_at,
    committed_at::TIMESTAMP AS committed_at,
    -- measures
    parent_count::INTEGER AS parent_count,
    -- metadata
    _uploaded_at::TIMESTAMP AS loaded_at
  FROM source
)

SELECT * FROM final
