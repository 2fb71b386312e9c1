{#- Where the monthly ARR of one of the planted cast differs from its golden rows: a whole data
    test. `cast_id` names the golden rows and is how the subscription's name begins. -#}
{% macro select_golden_months_sql(cast_id) -%}
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
  WHERE cast_id = {{ text_literal(cast_id) }}
),

actual AS (
  SELECT
    arr_month,
    SUM(mrr)::DECIMAL(18, 6) AS mrr,
    SUM(arr)::DECIMAL(18, 2) AS arr,
    SUM(quantity)::DECIMAL(18, 6) AS quantity
  FROM mart_arr
  WHERE subscription_name LIKE {{ text_literal(cast_id ~ '%') }}
  GROUP BY arr_month
),

final AS (
  {{ golden_difference('expected', 'actual', ['arr_month', 'mrr', 'arr', 'quantity']) }}
)

SELECT * FROM final
{%- endmacro %}
