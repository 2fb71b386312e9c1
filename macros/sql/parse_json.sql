{#- Text as a JSON document that json_text and its like can read; NULL when it is not JSON. -#}
{% macro parse_json(expression) -%}
  {{ return(adapter.dispatch('parse_json', 'edp')("CAST(" ~ expression ~ " AS VARCHAR)")) }}
{%- endmacro %}

{% macro snowflake__parse_json(text) -%}
  {{ return("TRY_PARSE_JSON(" ~ text ~ ")") }}
{%- endmacro %}

{% macro duckdb__parse_json(text) -%}
  {#- JSON is text here; the functions that read it fail on anything else -#}
  {{ return("CASE WHEN JSON_VALID(" ~ text ~ ") THEN " ~ text ~ " END") }}
{%- endmacro %}
