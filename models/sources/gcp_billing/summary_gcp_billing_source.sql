-- grain: one row per export and distinct cost row in it (primary_key)
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH source AS (
  SELECT * FROM {{ source('gcp_billing', 'summary_gcp_billing') }}
),

{{ select_recent_uploads_sql('source', 'gcs_export_time') }},

counted AS (
  -- the exporter numbers no rows: two uses that cost the same are two equal rows
  SELECT
    value,
    gcs_export_time,
    date_part,
    COUNT(*) AS occurrence_count
  FROM recent
  GROUP BY value, gcs_export_time, date_part
),

read_rows AS (
  SELECT
    *,
    {{ json_number('value', 'cost') }} AS unit_cost
  FROM counted
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['value', 'gcs_export_time', 'date_part']) }}::VARCHAR AS primary_key,
    -- attributes
    {{ json_text('value', 'currency') }}::VARCHAR AS currency,
    {{ json_text('value', 'project.id') }}::VARCHAR AS project_id,
    {{ json_text('value', 'service.description') }}::VARCHAR AS service_description,
    {{ json_text('value', 'sku.description') }}::VARCHAR AS sku_description,
    {{ json_text('value', 'credits') }}::VARCHAR AS credits,
    {{ json_text('value', 'invoice.month') }}::VARCHAR AS invoice_month,
    -- dates
    {{ try_cast_to(json_text('value', 'usage_start_time'), 'TIMESTAMP') }} AS usage_started_at,
    {{ try_cast_to(json_text('value', 'usage_end_time'), 'TIMESTAMP') }} AS usage_ended_at,
    -- measures: money in the row's currency, number of rows
    unit_cost::DECIMAL(18, 6) AS row_cost,
    occurrence_count::BIGINT AS occurrence_count,
    (unit_cost * occurrence_count)::DECIMAL(18, 6) AS total_cost,
    -- metadata
    gcs_export_time::TIMESTAMP AS uploaded_at,
    {{ try_cast_to('date_part', 'DATE') }} AS export_date
  FROM read_rows
)

SELECT * FROM final
