-- grain: one row per aggregation key, metric and normalised day of the fiscal year
WITH xray_curves_fy_n4q_fitted_source AS (
  SELECT * FROM {{ ref('xray_curves_fy_n4q_fitted_source') }}
),

latest AS (
  {{ latest_record(
    'xray_curves_fy_n4q_fitted_source',
    ['agg_key_name', 'agg_key_value', 'metric_name', 'close_day_of_fiscal_year_normalised'],
    'uploaded_at DESC, fitted_coverage'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'agg_key_name', 'agg_key_value', 'metric_name', 'close_day_of_fiscal_year_normalised'
    ]) }}::VARCHAR AS xray_fy_n4q_fitted_curve_id,
    -- attributes
    agg_key_name,
    agg_key_value,
    metric_name,
    close_day_of_fiscal_year_normalised,
    -- measures: ratio of the metric to what was booked in the end
    fitted_coverage,
    -- metadata
    uploaded_at
  FROM latest
)

SELECT * FROM final
