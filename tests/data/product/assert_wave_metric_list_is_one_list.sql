-- The list that SQL is written from and the list that models join are the same list.
{{ config(tags=['tdf', 'product']) }}
WITH wave_metric AS (
  SELECT * FROM {{ ref('wave_metric') }}
),

written AS (
  {%- for name, metrics_path, kind in wave_metrics() %}
  SELECT
    {{ text_literal(name) }} AS column_name,
    {{ text_literal(metrics_path) }} AS metrics_path,
    {{ text_literal(kind) }} AS kind
  {%- if not loop.last %}
  UNION ALL
  {%- endif %}
  {%- endfor %}
)

SELECT
  COALESCE(wave_metric.column_name, written.column_name) AS column_name,
  wave_metric.metrics_path AS joined_path,
  written.metrics_path AS written_path
FROM wave_metric
FULL OUTER JOIN written
  ON wave_metric.column_name = written.column_name
    AND wave_metric.metrics_path = written.metrics_path
    AND wave_metric.kind = written.kind
WHERE wave_metric.column_name IS NULL OR written.column_name IS NULL
