{#- What a charge segment did to the ARR of its charge, from the columns of prep_charge. A segment
    that replaces nothing is New; the last segment of a subscription that is over is Churn
    whatever its amount says. -#}
{% macro type_of_arr_change(is_churned) -%}
  {{ return(adapter.dispatch('type_of_arr_change', 'edp')(is_churned)) }}
{%- endmacro %}

{% macro default__type_of_arr_change(is_churned) -%}
  CASE
    WHEN charge_version = 1 THEN 'New'
    WHEN {{ is_churned }} THEN 'Churn'
    WHEN arr < previous_arr AND arr > 0 THEN 'Contraction'
    WHEN arr < previous_arr THEN 'Churn'
    WHEN arr > previous_arr THEN 'Expansion'
    ELSE 'No Impact'
  END
{%- endmacro %}
