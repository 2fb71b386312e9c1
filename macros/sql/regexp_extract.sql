{#- The first match of `pattern`, or of its group number `group`; NULL when there is none or it
    is empty. -#}
{% macro regexp_extract(expression, pattern, group=0) -%}
  {{ return(adapter.dispatch('regexp_extract', 'edp')(expression, text_literal(pattern), group)) }}
{%- endmacro %}

{% macro snowflake__regexp_extract(expression, pattern, group) -%}
  {%- set which = ", 1, 1, 'e', " ~ group if group else '' -%}
  {{ return("NULLIF(REGEXP_SUBSTR(" ~ expression ~ ", " ~ pattern ~ which ~ "), '')") }}
{%- endmacro %}

{% macro duckdb__regexp_extract(expression, pattern, group) -%}
  {{ return("NULLIF(REGEXP_EXTRACT(" ~ expression ~ ", " ~ pattern ~ ", " ~ group ~ "), '')") }}
{%- endmacro %}
