{#- Every match of `pattern` replaced. Groups in the replacement are \1, \2; write one backslash,
    the macro escapes it. -#}
{% macro regexp_replace_all(expression, pattern, replacement) -%}
  {{ return(adapter.dispatch('regexp_replace_all', 'edp')(
    expression, text_literal(pattern), text_literal(replacement)
  )) }}
{%- endmacro %}

{% macro snowflake__regexp_replace_all(expression, pattern, replacement) -%}
  {{ return("REGEXP_REPLACE(" ~ expression ~ ", " ~ pattern ~ ", " ~ replacement ~ ")") }}
{%- endmacro %}

{% macro duckdb__regexp_replace_all(expression, pattern, replacement) -%}
  {{ return("REGEXP_REPLACE(" ~ expression ~ ", " ~ pattern ~ ", " ~ replacement ~ ", 'g')") }}
{%- endmacro %}
