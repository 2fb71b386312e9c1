{#- Where the monthly movement of one of the planted cast differs from its golden rows: a whole data
    test. `cast_id` names the golden rows and the CRM account. -#}
{% macro select_golden_movement_sql(cast_id) -%}
{%- set amounts = [
  'beg_arr', 'end_arr', 'seat_change_arr', 'price_change_arr', 'tier_change_arr', 'other_change_arr'
] -%}
{%- set columns = ['arr_month', 'type_of_arr_change', 'is_reactivation'] + amounts -%}
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
  SELECT {{ columns | join(', ') }}
  FROM golden_arr_movement
  WHERE cast_id = {{ text_literal(cast_id) }}
),

actual AS (
  SELECT
    mart_delta_arr_parent_month.arr_month,
    mart_delta_arr_parent_month.type_of_arr_change,
    mart_delta_arr_parent_month.is_reactivation,
    {%- for amount in amounts %}
    mart_delta_arr_parent_month.{{ amount }}::DECIMAL(18, 2) AS {{ amount }}
    {{- ',' if not loop.last }}
    {%- endfor %}
  FROM mart_delta_arr_parent_month
  INNER JOIN dim_crm_account
    ON mart_delta_arr_parent_month.dim_parent_crm_account_id = dim_crm_account.dim_crm_account_id
  WHERE
    dim_crm_account.crm_account_name = {{ text_literal(cast_id) }}
    AND mart_delta_arr_parent_month.arr_month <= '2024-12-01'
),

final AS (
  {{ golden_difference('expected', 'actual', columns) }}
)

SELECT * FROM final
{%- endmacro %}
