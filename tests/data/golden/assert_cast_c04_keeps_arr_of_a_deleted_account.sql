-- Revenue of a deleted account nobody was merged into stays, under the missing member.
{{ config(tags=['golden', 'tdf', 'finance']) }}
WITH golden_revenue AS (
  SELECT * FROM {{ ref('golden_revenue') }}
),

fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

expected AS (
  SELECT
    published_in,
    months,
    lowest_arr,
    highest_arr,
    quantity,
    is_missing_member
  FROM golden_revenue
  WHERE cast_id = 'CAST-C04'
),

actual AS (
  SELECT
    'fct_mrr' AS published_in,
    COUNT(*)::INTEGER AS months,
    MIN(fct_mrr.arr)::DECIMAL(18, 2) AS lowest_arr,
    MAX(fct_mrr.arr)::DECIMAL(18, 2) AS highest_arr,
    MAX(fct_mrr.quantity)::DECIMAL(18, 6) AS quantity,
    fct_mrr.dim_crm_account_id = {{ missing_member_id() }} AS is_missing_member
  FROM fct_mrr
  INNER JOIN dim_subscription
    ON fct_mrr.dim_subscription_id = dim_subscription.dim_subscription_id
  WHERE dim_subscription.subscription_name = 'CAST-C04'
  GROUP BY fct_mrr.dim_crm_account_id

  UNION ALL

  SELECT
    'mart_arr' AS published_in,
    COUNT(*)::INTEGER AS months,
    MIN(mart_arr.arr)::DECIMAL(18, 2) AS lowest_arr,
    MAX(mart_arr.arr)::DECIMAL(18, 2) AS highest_arr,
    MAX(mart_arr.quantity)::DECIMAL(18, 6) AS quantity,
    mart_arr.dim_crm_account_id = {{ missing_member_id() }} AS is_missing_member
  FROM mart_arr
  WHERE mart_arr.subscription_name = 'CAST-C04'
  GROUP BY mart_arr.dim_crm_account_id
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'published_in',
    'months',
    'lowest_arr',
    'highest_arr',
    'quantity',
    'is_missing_member'
  ]) }}
)

SELECT * FROM final
