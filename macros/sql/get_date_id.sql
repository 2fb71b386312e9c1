{#- The day of a date or timestamp as the number YYYYMMDD, the key of dim_date. -#}
{% macro get_date_id(expression) -%}
  {{ return(adapter.dispatch('get_date_id', 'edp')(expression)) }}
{%- endmacro %}

{% macro default__get_date_id(expression) -%}
  {%- set day = "CAST(" ~ expression ~ " AS DATE)" -%}
  {%- set number = "YEAR(" ~ day ~ ") * 10000 + MONTH(" ~ day ~ ") * 100 + DAY(" ~ day ~ ")" -%}
  {{ return("CAST(" ~ number ~ " AS INTEGER)") }}
{%- endmacro %}
