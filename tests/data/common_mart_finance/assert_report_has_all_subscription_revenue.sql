-- The report has every dollar of subscription revenue of the ledger up to the as-of date, and one
-- row for every month.
{{ config(tags=['tdf', 'finance']) }}
WITH rpt_arr_vs_gl_revenue_month AS (
  SELECT * FROM {{ ref('rpt_arr_vs_gl_revenue_month') }}
),

fct_netsuite_transaction_line AS (
  SELECT * FROM {{ ref('fct_netsuite_transaction_line') }}
),

reported AS (
  SELECT
    COALESCE(SUM(ledger_revenue), 0) AS ledger_revenue,
    COUNT(*) AS month_count,
    {{ dbt.datediff('MIN(arr_month)', 'MAX(arr_month)', 'month') }} + 1 AS expected_month_count
  FROM rpt_arr_vs_gl_revenue_month
),

booked AS (
  SELECT -SUM(amount_usd) AS ledger_revenue
  FROM fct_netsuite_transaction_line
  WHERE account_type = 'Income'
    AND account_number LIKE '4005.%'
    AND period_month <= {{ as_of_date() }}
),

final AS (
  SELECT
    reported.ledger_revenue AS reported_revenue,
    booked.ledger_revenue AS booked_revenue,
    reported.month_count
  FROM reported
  CROSS JOIN booked
  WHERE reported.ledger_revenue != COALESCE(booked.ledger_revenue, -1)
    OR reported.month_count = 0
    OR reported.month_count != reported.expected_month_count
)

SELECT * FROM final
