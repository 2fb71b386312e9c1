-- -1 is a query that ran too long, -3 is nothing that could be counted: neither is a value.
{{ config(tags=['tdf', 'product']) }}
WITH fct_ping_instance_metric AS (
  SELECT * FROM {{ ref('fct_ping_instance_metric') }}
),

expected AS (
  {{ select_expected_counts_sql({
    'metrics that ran too long': 40,
    'metrics that ran too long and have a value': 0,
    'other metrics without a value': 10,
    'metrics below zero': 0
  }) }}
),

actual AS (
  SELECT
    'metrics that ran too long' AS what,
    COUNT(*) AS records
  FROM fct_ping_instance_metric
  WHERE has_timed_out
  UNION ALL
  SELECT
    'metrics that ran too long and have a value' AS what,
    COUNT(metric_value) AS records
  FROM fct_ping_instance_metric
  WHERE has_timed_out
  UNION ALL
  SELECT
    'other metrics without a value' AS what,
    COUNT(*) AS records
  FROM fct_ping_instance_metric
  WHERE metric_value IS NULL AND NOT has_timed_out
  UNION ALL
  SELECT
    'metrics below zero' AS what,
    COUNT(*) AS records
  FROM fct_ping_instance_metric
  WHERE metric_value < 0
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
