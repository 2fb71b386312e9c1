{#- What happened to an entity's ARR from one month to the next. Every pair of amounts has
    exactly one answer: the first month is New whatever its amount, a fall to nothing is Churn, a
    fall below zero only a Contraction. -#}
{% macro monthly_arr_change_type(arr, previous_arr, is_first_month) -%}
  {{ return(
    adapter.dispatch('monthly_arr_change_type', 'edp')(arr, previous_arr, is_first_month)
  ) }}
{%- endmacro %}

{% macro default__monthly_arr_change_type(arr, previous_arr, is_first_month) -%}
CASE
    WHEN {{ is_first_month }} THEN 'New'
    WHEN {{ arr }} = 0 AND {{ previous_arr }} > 0 THEN 'Churn'
    WHEN {{ arr }} < {{ previous_arr }} THEN 'Contraction'
    WHEN {{ arr }} > {{ previous_arr }} THEN 'Expansion'
    ELSE 'No Impact'
  END
{%- endmacro %}
