-- Every target with a readable month reaches the fact exactly once: the sums per KPI agree.
WITH sheetload_sales_funnel_targets_matrix_source AS (
  SELECT * FROM {{ ref('sheetload_sales_funnel_targets_matrix_source') }}
),

fct_sales_funnel_target AS (
  SELECT * FROM {{ ref('fct_sales_funnel_target') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

month_names AS (
  SELECT DISTINCT LOWER(fiscal_month_name_fy) AS month_name
  FROM prep_date
),

sheet AS (
  SELECT
    targets_matrix.kpi_name,
    SUM(targets_matrix.allocated_target) AS allocated_target
  FROM sheetload_sales_funnel_targets_matrix_source AS targets_matrix
  INNER JOIN month_names
    ON LOWER(TRIM(targets_matrix.target_month_name)) = month_names.month_name
  GROUP BY targets_matrix.kpi_name
),

fact AS (
  SELECT
    kpi_name,
    SUM(allocated_target) AS allocated_target
  FROM fct_sales_funnel_target
  GROUP BY kpi_name
),

final AS (
  SELECT
    sheet.kpi_name AS sheet_kpi_name,
    fact.kpi_name AS fact_kpi_name
  FROM sheet
  FULL OUTER JOIN fact
    ON sheet.kpi_name = fact.kpi_name
      AND ABS(sheet.allocated_target - fact.allocated_target) < 0.01
  WHERE sheet.kpi_name IS NULL
    OR fact.kpi_name IS NULL
)

SELECT * FROM final
