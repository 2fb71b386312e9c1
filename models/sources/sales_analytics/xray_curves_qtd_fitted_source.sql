-- grain: one row per aggregation key, metric, normalised day of the fiscal quarter and upload
WITH source AS (
  SELECT * FROM {{ source('sales_analytics', 'xray_curves_qtd_fitted') }}
),

final AS (
  SELECT
    -- attributes
    agg_key_name::VARCHAR AS agg_key_name,
    agg_key_value::VARCHAR AS agg_key_value,
    metric_name::VARCHAR AS metric_name,
    close_day_of_fiscal_quarter_normalised::INTEGER AS close_day_of_fiscal_quarter_normalised,
    -- measures: ratio of the metric to what was booked in the end
    fitted_coverage::DECIMAL(18, 6) AS fitted_coverage,
    -- metadata
    _uploaded_at::TIMESTAMP AS uploaded_at
  FROM source
)

SELECT * FROM final
