-- grain: one row per ping and metric it reported (ping_instance_flattened_id)
{{ config(snowflake_warehouse=generate_warehouse_name('XL')) }}
WITH prep_ping_instance AS (
  SELECT * FROM {{ ref('prep_ping_instance') }}
),

{{ select_recent_uploads_sql('prep_ping_instance') }},

documents AS (
  SELECT
    dim_ping_instance_id,
    uploaded_at,
    {{ parse_json('payload') }} AS document
  FROM recent
),

leaves AS (
  {{ select_json_leaves_sql('documents', 'document', ['dim_ping_instance_id', 'uploaded_at']) }}
),

numbers AS (
  SELECT
    *,
    CASE leaf_text
      WHEN 'true' THEN 1
      WHEN 'false' THEN 0
      ELSE {{ try_cast_to('leaf_text', 'BIGINT') }}
    END AS sent_value
  FROM leaves
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['dim_ping_instance_id', 'leaf_path']) }}::VARCHAR
      AS ping_instance_flattened_id,
    -- foreign keys
    dim_ping_instance_id::VARCHAR AS dim_ping_instance_id,
    -- attributes
    leaf_path::VARCHAR AS metrics_path,
    -- flags: an installation sends -1 for a query that ran too long
    COALESCE(sent_value = -1, FALSE)::BOOLEAN AS has_timed_out,
    -- measures (users or events; 1 or 0 for a setting; no count is below zero)
    CASE WHEN sent_value >= 0 THEN sent_value END::BIGINT AS metric_value,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM numbers
)

SELECT * FROM final
