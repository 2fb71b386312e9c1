-- At the end of a closed quarter the notebook's total is what the mart booked in it. A warning,
-- because a booking may be corrected after the notebook has closed the quarter.
{{ config(tags=['tdf', 'sales'], severity='warn') }}
WITH wk_sales_xray_qtd_aggregates AS (
  SELECT * FROM {{ ref('wk_sales_xray_qtd_aggregates') }}
),

mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

closed_quarters AS (
  SELECT DISTINCT fiscal_quarter_name_fy
  FROM dim_date
  WHERE last_day_of_fiscal_quarter < {{ as_of_date() }}
),

booked AS (
  SELECT
    close_fiscal_quarter_name,
    SUM(booked_net_arr)::DECIMAL(18, 2) AS net_arr
  FROM mart_crm_opportunity
  GROUP BY close_fiscal_quarter_name
),

final AS (
  SELECT
    aggregates.close_fiscal_quarter_name,
    aggregates.metric_name,
    aggregates.booked_net_arr,
    booked.net_arr
  FROM wk_sales_xray_qtd_aggregates AS aggregates
  INNER JOIN closed_quarters
    ON aggregates.close_fiscal_quarter_name = closed_quarters.fiscal_quarter_name_fy
  LEFT OUTER JOIN booked
    ON aggregates.close_fiscal_quarter_name = booked.close_fiscal_quarter_name
  WHERE
    aggregates.agg_key_name = 'overall'
    AND aggregates.close_day_of_fiscal_quarter_normalised = 90
    AND (
      aggregates.booked_net_arr != COALESCE(booked.net_arr, 0)
      OR aggregates.total_booked_net_arr != COALESCE(booked.net_arr, 0)
    )
)

SELECT * FROM final
