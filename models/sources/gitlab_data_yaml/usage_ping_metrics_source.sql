-- grain: one row per metric of the ping and day of upload (metrics_path, snapshot_date)
WITH source AS (
  SELECT * FROM {{ source('gitlab_data_yaml', 'usage_ping_metrics') }}
),

definitions AS (
  {{ select_json_elements_sql('source', 'jsontext', ['uploaded_at']) }}
),

elements AS (
  SELECT
    -- primary key
    {{ json_text('element', 'key_path') }}::VARCHAR AS metrics_path,
    uploaded_at::DATE AS snapshot_date,
    -- attributes
    {{ json_text('element', 'description') }}::VARCHAR AS metric_description,
    {{ json_text('element', 'product_group') }}::VARCHAR AS product_group,
    {{ json_text('element', 'status') }}::VARCHAR AS metric_status,
    {{ json_text('element', 'time_frame') }}::VARCHAR AS time_frame,
    {{ json_text('element', 'tier') }}::VARCHAR AS tiers,
    {{ json_text('element', 'performance_indicator_type') }}::VARCHAR
      AS performance_indicator_types,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM definitions
),

final AS (
  {{ latest_record(
    'elements', ['metrics_path', 'snapshot_date'],
    'uploaded_at DESC, metric_status, time_frame, product_group, metric_description'
  ) }}
)

SELECT * FROM final
