-- grain: one row per aggregation key, metric, fiscal quarter and normalised day of it
WITH xray_qtd_aggregates_source AS (
  SELECT * FROM {{ ref('xray_qtd_aggregates_source') }}
),

latest AS (
  {{ latest_record(
    'xray_qtd_aggregates_source',
    [
      'agg_key_name', 'agg_key_value', 'metric_name', 'close_fiscal_quarter_name',
      'close_day_of_fiscal_quarter_normalised'
    ],
    'uploaded_at DESC, metric_value, booked_net_arr'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'agg_key_name', 'agg_key_value', 'metric_name', 'close_fiscal_quarter_name',
      'close_day_of_fiscal_quarter_normalised'
    ]) }}::VARCHAR AS xray_qtd_aggregate_id,
    -- attributes
    agg_key_name,
    agg_key_value,
    metric_name,
    close_fiscal_quarter_name,
    close_day_of_fiscal_quarter_normalised,
    -- measures: USD per year, ratio of the metric to what is booked in the quarter
    metric_value,
    booked_net_arr,
    total_booked_net_arr,
    metric_coverage,
    -- metadata
    uploaded_at
  FROM latest
)

SELECT * FROM final
