-- The report neither loses nor doubles a booking: its sums per quarter are those of the mart.
{{ config(tags=['tdf', 'sales']) }}
WITH mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

rpt_narr_vs_target_quarter AS (
  SELECT * FROM {{ ref('rpt_narr_vs_target_quarter') }}
),

mart AS (
  SELECT
    close_fiscal_quarter_name,
    SUM(booked_net_arr) AS booked_net_arr,
    COUNT(*) AS deals
  FROM mart_crm_opportunity
  WHERE is_booked_net_arr
  GROUP BY close_fiscal_quarter_name
),

report AS (
  SELECT
    fiscal_quarter_name_fy,
    SUM(booked_net_arr) AS booked_net_arr,
    SUM(deals) AS deals
  FROM rpt_narr_vs_target_quarter
  WHERE deals > 0
  GROUP BY fiscal_quarter_name_fy
),

final AS (
  SELECT
    mart.close_fiscal_quarter_name,
    report.fiscal_quarter_name_fy
  FROM mart
  FULL OUTER JOIN report
    ON mart.close_fiscal_quarter_name = report.fiscal_quarter_name_fy
      AND mart.booked_net_arr = report.booked_net_arr
      AND mart.deals = report.deals
  WHERE mart.close_fiscal_quarter_name IS NULL
    OR report.fiscal_quarter_name_fy IS NULL
)

SELECT * FROM final
