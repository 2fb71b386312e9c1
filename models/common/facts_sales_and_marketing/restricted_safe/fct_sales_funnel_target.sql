-- grain: one row per KPI, month, source, order type, area and segment
-- who sees which rows is read when they are published: {{ ref('sales_target_entitlement') }}
WITH sheetload_sales_funnel_targets_matrix_source AS (
  SELECT * FROM {{ ref('sheetload_sales_funnel_targets_matrix_source') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

targets AS (
  -- a month that is no fiscal month name has no place in the calendar; a test reports those rows
  SELECT
    prep_date.date_id,
    prep_date.date_actual,
    targets_matrix.kpi_name,
    {{ clean_sales_qualified_source('targets_matrix.sales_qualified_source') }}
      AS sales_qualified_source,
    COALESCE(NULLIF(TRIM(targets_matrix.order_type), ''), 'Missing order_type_name') AS order_type,
    {{ clean_sales_segment('targets_matrix.crm_user_sales_segment') }} AS crm_user_sales_segment,
    targets_matrix.crm_user_geo,
    targets_matrix.crm_user_region,
    targets_matrix.crm_user_area,
    targets_matrix.allocated_target
  FROM sheetload_sales_funnel_targets_matrix_source AS targets_matrix
  INNER JOIN prep_date
    ON LOWER(TRIM(targets_matrix.target_month_name)) = LOWER(prep_date.fiscal_month_name_fy)
      AND prep_date.date_actual = prep_date.first_day_of_month
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'kpi_name', 'date_id', 'sales_qualified_source', 'order_type', 'crm_user_sales_segment',
      'crm_user_geo', 'crm_user_region', 'crm_user_area'
    ]) }}::VARCHAR AS sales_funnel_target_id,
    -- foreign keys
    date_id::INTEGER AS dim_date_id,
    -- attributes
    kpi_name::VARCHAR AS kpi_name,
    sales_qualified_source::VARCHAR AS sales_qualified_source,
    {{ sales_qualified_source_grouped('sales_qualified_source') }}::VARCHAR
      AS sales_qualified_source_grouped,
    order_type::VARCHAR AS order_type,
    {{ order_type_grouped('order_type') }}::VARCHAR AS order_type_grouped,
    crm_user_sales_segment::VARCHAR AS crm_user_sales_segment,
    crm_user_geo::VARCHAR AS crm_user_geo,
    crm_user_region::VARCHAR AS crm_user_region,
    crm_user_area::VARCHAR AS crm_user_area,
    -- dates
    date_actual::DATE AS target_month,
    -- measures: USD per year or a count, as the KPI says
    SUM(allocated_target)::DECIMAL(18, 2) AS allocated_target
  FROM targets
  -- two old names of one source are one target
  GROUP BY
    date_id, date_actual, kpi_name, sales_qualified_source, order_type, crm_user_sales_segment,
    crm_user_geo, crm_user_region, crm_user_area
)

SELECT * FROM final
