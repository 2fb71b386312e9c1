-- The ledger holds 1,250 USD too much in July 2024; what was posted and taken back in March is
-- no variance.
{{ config(tags=['tdf', 'finance']) }}
WITH rpt_arr_vs_gl_revenue_month AS (
  SELECT * FROM {{ ref('rpt_arr_vs_gl_revenue_month') }}
),

expected AS (
  {{ select_expected_counts_sql({
    'months that differ': 1,
    'cents too much in July 2024': 125000,
    'cents of variance in March 2024': 0
  }) }}
),

actual AS (
  SELECT
    'months that differ' AS what,
    COUNT(*) AS records
  FROM rpt_arr_vs_gl_revenue_month
  WHERE has_variance
  UNION ALL
  SELECT
    'cents too much in July 2024' AS what,
    SUM(variance * 100)::INTEGER AS records
  FROM rpt_arr_vs_gl_revenue_month
  WHERE arr_month = '2024-07-01'
  UNION ALL
  SELECT
    'cents of variance in March 2024' AS what,
    SUM(variance * 100)::INTEGER AS records
  FROM rpt_arr_vs_gl_revenue_month
  WHERE arr_month = '2024-03-01'
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
