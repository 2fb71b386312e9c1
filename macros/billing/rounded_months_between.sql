{#- Whole months from one date to another: days beyond whole months count as parts of a 31-day
    month and the sum is rounded, so 1 January to 31 December is 12. -#}
{% macro rounded_months_between(start_date, end_date) -%}
  {{ return(adapter.dispatch('rounded_months_between', 'edp')(start_date, end_date)) }}
{%- endmacro %}

{% macro default__rounded_months_between(start_date, end_date) -%}
  ROUND(
    {{ dbt.datediff(start_date, end_date, 'month') }}
    + (DAY({{ end_date }}) - DAY({{ start_date }})) / 31.0
  )::INTEGER
{%- endmacro %}
