-- Targets with thousands commas are read; the three with an unreadable month are rejected.
{{ config(tags=['tdf', 'sales']) }}
WITH sales_funnel_targets_matrix AS (
  SELECT * FROM {{ source('sheetload', 'sales_funnel_targets_matrix') }}
),

sheetload_sales_funnel_targets_matrix_source AS (
  SELECT * FROM {{ ref('sheetload_sales_funnel_targets_matrix_source') }}
),

fct_sales_funnel_target AS (
  SELECT * FROM {{ ref('fct_sales_funnel_target') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

month_name AS (
  SELECT DISTINCT LOWER(fiscal_month_name_fy) AS month_name
  FROM prep_date
),

rejected AS (
  SELECT targets_matrix.*
  FROM sheetload_sales_funnel_targets_matrix_source AS targets_matrix
  LEFT OUTER JOIN month_name
    ON LOWER(TRIM(targets_matrix.target_month_name)) = month_name.month_name
  WHERE month_name.month_name IS NULL
),

written_with_comma AS (
  SELECT COUNT(*) AS records
  FROM sales_funnel_targets_matrix
  WHERE allocated_target LIKE '%,%'
),

published AS (
  SELECT COUNT(*) AS records
  FROM fct_sales_funnel_target
),

expected AS (
  {{ select_expected_counts_sql({
    'targets without a month': 3,
    'targets that are no number': 0,
    'targets with a comma that are not read as thousands': 0,
    'targets lost beside the rejected': 0
  }) }}
),

actual AS (
  SELECT
    'targets without a month' AS what,
    COUNT(*) AS records
  FROM rejected
  UNION ALL
  SELECT
    'targets that are no number' AS what,
    COUNT(*) AS records
  FROM sheetload_sales_funnel_targets_matrix_source
  WHERE allocated_target IS NULL
  UNION ALL
  SELECT
    'targets with a comma that are not read as thousands' AS what,
    MAX(written_with_comma.records) - COUNT(*) AS records
  FROM sheetload_sales_funnel_targets_matrix_source AS targets_matrix
  CROSS JOIN written_with_comma
  WHERE targets_matrix.allocated_target >= 1000
  UNION ALL
  SELECT
    'targets lost beside the rejected' AS what,
    COUNT(*) - 3 - MAX(published.records) AS records
  FROM sheetload_sales_funnel_targets_matrix_source
  CROSS JOIN published
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
