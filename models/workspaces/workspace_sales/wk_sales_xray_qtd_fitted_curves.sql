-- grain: one row per aggregation key, metric and normalised day of the fiscal quarter
WITH xray_curves_qtd_fitted_source AS (
  SELECT * FROM {{ ref('xray_curves_qtd_fitted_source') }}
),

latest AS (
  {{ latest_record(
    'xray_curves_qtd_fitted_source',
    ['agg_key_name', 'agg_key_value', 'metric_name', 'close_day_of_fiscal_quarter_normalised'],
    'uploaded_at DESC, fitted_coverage'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'agg_key_name', 'agg_key_value', 'metric_name', 'close_day_of_fiscal_quarter_normalised'
    ]) }}::VARCHAR AS xray_qtd_fitted_curve_id,
    -- attributes
    agg_key_name,
    agg_key_value,
    metric_name,
    close_day_of_fiscal_quarter_normalised,
    -- measures: ratio of the metric to what was booked in the end
    fitted_coverage,
    -- metadata
    uploaded_at
  FROM latest
)

SELECT * FROM final
