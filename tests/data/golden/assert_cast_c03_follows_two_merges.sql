-- The billing account knows an account that was merged twice; its ARR belongs to the survivor.
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
    quantity,
    'CAST-C03-C' AS crm_account_name
  FROM golden_arr_month
  WHERE cast_id = 'CAST-C03'
),

actual AS (
  SELECT
    arr_month,
    crm_account_name,
    SUM(mrr)::DECIMAL(18, 6) AS mrr,
    SUM(arr)::DECIMAL(18, 2) AS arr,
    SUM(quantity)::DECIMAL(18, 6) AS quantity
  FROM mart_arr
  WHERE subscription_name LIKE 'CAST-C03%'
  GROUP BY arr_month, crm_account_name
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'arr_month',
    'mrr',
    'arr',
    'quantity',
    'crm_account_name'
  ]) }}
)

SELECT * FROM final
