-- Counters only grow here, so what came in from ping to ping is the growth from the first ping to
-- the last.
{{ config(tags=['tdf', 'product']) }}
WITH mart_product_usage_wave_1_3_metrics_monthly_diff AS (
  SELECT * FROM {{ ref('mart_product_usage_wave_1_3_metrics_monthly_diff') }}
),

final AS (
  SELECT
    dim_subscription_id_original,
    dim_installation_id,
    SUM(source_code_pushes_all_time_event_since_last_ping) AS counted,
    MAX(source_code_pushes_all_time_event) - MIN(source_code_pushes_all_time_event) AS grown
  FROM mart_product_usage_wave_1_3_metrics_monthly_diff
  GROUP BY dim_subscription_id_original, dim_installation_id
  HAVING
    SUM(source_code_pushes_all_time_event_since_last_ping)
    != MAX(source_code_pushes_all_time_event) - MIN(source_code_pushes_all_time_event)
)

SELECT * FROM final
