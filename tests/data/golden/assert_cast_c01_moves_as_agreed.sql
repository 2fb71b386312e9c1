-- Seats, price, tier, fewer seats, cancelled: every month with its movement and its reason.
{{ config(tags=['golden', 'tdf', 'finance']) }}
WITH golden_arr_movement AS (
  SELECT * FROM {{ ref('golden_arr_movement') }}
),

mart_delta_arr_parent_month AS (
  SELECT * FROM {{ ref('mart_delta_arr_parent_month') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

expected AS (
  SELECT
    arr_month,
    type_of_arr_change,
    is_reactivation,
    beg_arr,
    end_arr,
    seat_change_arr,
    price_change_arr,
    tier_change_arr,
    other_change_arr
  FROM golden_arr_movement
  WHERE cast_id = 'CAST-C01'
),

actual AS (
  SELECT
    mart_delta_arr_parent_month.arr_month,
    mart_delta_arr_parent_month.type_of_arr_change,
    mart_delta_arr_parent_month.is_reactivation,
    mart_delta_arr_parent_month.beg_arr::DECIMAL(18, 2) AS beg_arr,
    mart_delta_arr_parent_month.end_arr::DECIMAL(18, 2) AS end_arr,
    mart_delta_arr_parent_month.seat_change_arr::DECIMAL(18, 2) AS seat_change_arr,
    mart_delta_arr_parent_month.price_change_arr::DECIMAL(18, 2) AS price_change_arr,
    mart_delta_arr_parent_month.tier_change_arr::DECIMAL(18, 2) AS tier_change_arr,
    mart_delta_arr_parent_month.other_change_arr::DECIMAL(18, 2) AS other_change_arr
  FROM mart_delta_arr_parent_month
  INNER JOIN dim_crm_account
    ON mart_delta_arr_parent_month.dim_parent_crm_account_id = dim_crm_account.dim_crm_account_id
  WHERE
    dim_crm_account.crm_account_name = 'CAST-C01'
    AND mart_delta_arr_parent_month.arr_month <= '2024-12-01'
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'arr_month',
    'type_of_arr_change',
    'is_reactivation',
    'beg_arr',
    'end_arr',
    'seat_change_arr',
    'price_change_arr',
    'tier_change_arr',
    'other_change_arr'
  ]) }}
)

SELECT * FROM final
