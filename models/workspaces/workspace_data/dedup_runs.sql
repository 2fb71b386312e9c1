-- grain: one row per deduplication of one table
WITH dedup_run AS (
  SELECT * FROM {{ source('trusted_data', 'dedup_run') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['run_id', 'relation_name']) }} AS dedup_run_pk,

    -- foreign keys
    run_id,

    -- attributes
    relation_name,
    run_status,
    row_kept,
    backup_relation,
    message,

    -- measures
    rows_before,
    rows_after,
    rows_before - rows_after AS rows_removed,
    duration_ms,

    -- metadata
    run_at
  FROM dedup_run
)

SELECT * FROM final
