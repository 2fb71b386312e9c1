-- grain: one row per file a pump wrote or tried to write
WITH pump_run AS (
  SELECT * FROM {{ source('trusted_data', 'pump_run') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['run_id', 'pump_name', 'window_start', 'file_path']) }} AS pump_run_pk,

    -- foreign keys
    run_id,

    -- attributes
    pump_name,
    run_status,
    target_system,
    stage,
    file_path,
    sha256,
    message,
    window_start,
    window_end,

    -- measures
    rows_sent,
    bytes_sent,
    duration_ms,

    -- metadata
    run_at
  FROM pump_run
)

SELECT * FROM final
