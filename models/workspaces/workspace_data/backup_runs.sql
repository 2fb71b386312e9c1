-- grain: one row per backup, verification or restore of one table
WITH backup_run AS (
  SELECT * FROM {{ source('trusted_data', 'backup_run') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['run_id', 'relation_name', 'run_kind']) }} AS backup_run_pk,

    -- foreign keys
    run_id,

    -- attributes
    relation_name,
    run_kind,
    run_status,
    file_path,
    content_hash,
    message,

    -- measures
    rows_copied,
    bytes_copied,
    duration_ms,

    -- metadata
    run_at
  FROM backup_run
)

SELECT * FROM final
