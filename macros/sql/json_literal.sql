{#- A Jinja value (list, dict, text, number, none) as a JSON expression. -#}
{% macro json_literal(value) -%}
  {{ return(adapter.dispatch('json_literal', 'edp')(text_literal(tojson(value)))) }}
{%- endmacro %}

{% macro snowflake__json_literal(text) -%}
  {{ return("PARSE_JSON(" ~ text ~ ")") }}
{%- endmacro %}

{% macro duckdb__json_literal(text) -%}
  {{ return(text ~ "::JSON") }}
{%- endmacro %}
