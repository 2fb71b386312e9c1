-- grain: one row per ping record with everything it sent, as loaded last (raw_usage_data_id)
{{ config(snowflake_warehouse=generate_warehouse_name('XL')) }}
WITH source AS (
  SELECT * FROM {{ source('version', 'raw_usage_data') }}
),

{{ select_recent_uploads_sql('source', '_uploaded_at') }},

latest AS (
  {{ latest_record(
    'recent', key='id', order_by='_uploaded_at DESC, recorded_at DESC, payload DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    id::BIGINT AS raw_usage_data_id,
    -- attributes
    payload::VARCHAR AS payload,
    -- dates
    recorded_at::TIMESTAMP AS recorded_at,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    _uploaded_at::TIMESTAMP AS uploaded_at
  FROM latest
)

SELECT * FROM final
