{#- Aggregate: the distinct values as one sorted text; NULL values are left out, no value at all
    is NULL. -#}
{% macro sorted_list(expression, delimiter=', ') -%}
  {%- set text = "CAST(" ~ expression ~ " AS VARCHAR)" -%}
  {{ return(adapter.dispatch('sorted_list', 'edp')(text, text_literal(delimiter))) }}
{%- endmacro %}

{% macro snowflake__sorted_list(expression, delimiter) -%}
  {{ return(
    "NULLIF(LISTAGG(DISTINCT " ~ expression ~ ", " ~ delimiter ~ ")"
    ~ " WITHIN GROUP (ORDER BY " ~ expression ~ "), '')"
  ) }}
{%- endmacro %}

{% macro duckdb__sorted_list(expression, delimiter) -%}
  {{ return(
    "STRING_AGG(DISTINCT " ~ expression ~ ", " ~ delimiter ~ " ORDER BY " ~ expression ~ ")"
  ) }}
{%- endmacro %}
