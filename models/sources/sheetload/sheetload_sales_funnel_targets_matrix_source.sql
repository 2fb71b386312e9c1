-- grain: one row per target of the sheet: KPI, month, source, order type, area and segment
WITH source AS (
  SELECT * FROM {{ source('sheetload', 'sales_funnel_targets_matrix') }}
),

final AS (
  SELECT
    -- attributes
    source.kpi_name::VARCHAR AS kpi_name,
    source.month::VARCHAR AS target_month_name,
    source.opportunity_source::VARCHAR AS sales_qualified_source,
    source.order_type::VARCHAR AS order_type,
    source.area::VARCHAR AS crm_user_area,
    source.user_segment::VARCHAR AS crm_user_sales_segment,
    source.user_geo::VARCHAR AS crm_user_geo,
    source.user_region::VARCHAR AS crm_user_region,
    -- measures: people type thousands with commas
    {{ try_cast_to("REPLACE(TRIM(source.allocated_target), ',', '')", 'DECIMAL(18, 6)') }}
      AS allocated_target,
    -- metadata
    {{ epoch_to_timestamp('source._updated_at') }} AS updated_at
  FROM source
)

SELECT * FROM final
