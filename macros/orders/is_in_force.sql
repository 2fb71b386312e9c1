{#- Whether something that runs from `first_day` up to, not including, `end_day` counts in a
    month: it runs on the month's last day, as with ARR, or begins in the month. No end means it
    is still open. -#}
{% macro is_in_force(first_day, end_day, month) -%}
  {{ return(adapter.dispatch('is_in_force', 'edp')(first_day, end_day, month)) }}
{%- endmacro %}

{% macro default__is_in_force(first_day, end_day, month) -%}
  {%- set first_month = "DATE_TRUNC('month', " ~ first_day ~ ")::DATE" -%}
  {{ return(
    first_month ~ " <= " ~ month ~ " AND (" ~ first_month ~ " = " ~ month ~ " OR " ~ end_day
    ~ " IS NULL OR DATE_TRUNC('month', " ~ end_day ~ ")::DATE > " ~ month ~ ")"
  ) }}
{%- endmacro %}
