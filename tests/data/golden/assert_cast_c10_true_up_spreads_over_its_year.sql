-- A journal entry of 1,200 USD is 100 USD a month for 12 months, without units.
{{ config(tags=['golden', 'tdf', 'finance']) }}
WITH golden_arr_month AS (
  SELECT * FROM {{ ref('golden_arr_month') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

expected AS (
  SELECT
    arr_month,
    mrr,
    arr,
    quantity
  FROM golden_arr_month
  WHERE cast_id = 'CAST-C10'
),

actual AS (
  SELECT
    arr_month,
    SUM(mrr)::DECIMAL(18, 6) AS mrr,
    SUM(arr)::DECIMAL(18, 2) AS arr,
    SUM(quantity)::DECIMAL(18, 6) AS quantity
  FROM mart_arr
  WHERE subscription_name LIKE 'CAST-C10%'
  GROUP BY arr_month
),

final AS (
  {{ golden_difference('expected', 'actual', ['arr_month', 'mrr', 'arr', 'quantity']) }}
)

SELECT * FROM final
