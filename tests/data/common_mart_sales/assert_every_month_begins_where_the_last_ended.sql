-- The waterfall is one chain from the first month with ARR to the month of the as-of date: no
-- month is missing and each begins with what the one before ended with, so that every dollar that
-- came or went stands in exactly one step.
{{ config(tags=['tdf', 'finance']) }}
WITH rpt_arr_waterfall_monthly AS (
  SELECT * FROM {{ ref('rpt_arr_waterfall_monthly') }}
),

chain AS (
  SELECT
    arr_month,
    begin_arr,
    end_arr,
    LAG(arr_month) OVER (ORDER BY arr_month) AS month_before,
    LAG(end_arr) OVER (ORDER BY arr_month) AS end_arr_before
  FROM rpt_arr_waterfall_monthly
),

broken AS (
  SELECT
    arr_month,
    begin_arr,
    end_arr_before
  FROM chain
  WHERE begin_arr != COALESCE(end_arr_before, 0)
    OR {{ dbt.datediff('month_before', 'arr_month', 'month') }} != 1
),

final AS (
  SELECT * FROM broken
  UNION ALL
  -- an open customer base has a row in the month of the as-of date; no rows at all fail here too
  SELECT
    MAX(arr_month) AS arr_month,
    NULL AS begin_arr,
    MAX(CASE WHEN month_before IS NULL THEN end_arr END) AS end_arr_before
  FROM chain
  HAVING COALESCE(MAX(arr_month), '1900-01-01'::DATE)
    != DATE_TRUNC('month', {{ as_of_date() }})::DATE
)

SELECT * FROM final
