-- grain: one row per commit and changed file (commit_file_id)
WITH source AS (
  SELECT * FROM {{ source('handbook', 'git_commit_files') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['commit_id', 'file_number']) }}::VARCHAR AS commit_file_id,
    -- foreign keys
    commit_id::VARCHAR AS commit_id,
    -- attributes
    file_path::VARCHAR AS file_path,
    previous_file_path::VARCHAR AS previous_file_path,
    previous_file_path IS NOT NULL AS is_renamed,
    lines_added IS NULL AS is_binary,
    -- measures
    file_number::INTEGER AS file_number,
    lines_added::BIGINT AS lines_added,
    lines_removed::BIGINT AS lines_removed,
    -- metadata
    _uploaded_at::TIMESTAMP AS loaded_at
  FROM source
)

SELECT * FROM final
