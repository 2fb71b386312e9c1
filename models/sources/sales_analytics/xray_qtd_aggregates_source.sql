-- grain: one row per aggregation key, metric, fiscal quarter, normalised day of it and upload
WITH source AS (
  SELECT * FROM {{ source('sales_analytics', 'xray_qtd_aggregates') }}
),

final AS (
  SELECT
    -- attributes
    agg_key_name::VARCHAR AS agg_key_name,
    agg_key_value::VARCHAR AS agg_key_value,
    metric_name::VARCHAR AS metric_name,
    close_fiscal_quarter_name::VARCHAR AS close_fiscal_quarter_name,
    close_day_of_fiscal_quarter_normalised::INTEGER AS close_day_of_fiscal_quarter_normalised,
    -- measures: USD per year, ratio of the metric to what is booked in the quarter
    metric_value::DECIMAL(18, 2) AS metric_value,
    booked_net_arr::DECIMAL(18, 2) AS booked_net_arr,
    total_booked_net_arr::DECIMAL(18, 2) AS total_booked_net_arr,
    metric_coverage::DECIMAL(18, 6) AS metric_coverage,
    -- metadata
    _uploaded_at::TIMESTAMP AS uploaded_at
  FROM source
)

SELECT * FROM final
