-- A target whose month is mistyped is lost to every report; its owners have to correct the sheet.
{{ config(severity='warn', tags=['tdf', 'sales']) }}
WITH sheetload_sales_funnel_targets_matrix_source AS (
  SELECT * FROM {{ ref('sheetload_sales_funnel_targets_matrix_source') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

final AS (
  SELECT
    targets_matrix.kpi_name,
    targets_matrix.target_month_name,
    targets_matrix.order_type,
    targets_matrix.crm_user_sales_segment
  FROM sheetload_sales_funnel_targets_matrix_source AS targets_matrix
  LEFT OUTER JOIN prep_date
    ON LOWER(TRIM(targets_matrix.target_month_name)) = LOWER(prep_date.fiscal_month_name_fy)
      AND prep_date.date_actual = prep_date.first_day_of_month
  WHERE prep_date.date_actual IS NULL
)

SELECT * FROM final
