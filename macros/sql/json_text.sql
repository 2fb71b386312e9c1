{#- The value at a path of a JSON column (VARIANT on Snowflake, JSON on DuckDB) as text; NULL
    when it is not there or null. -#}
{% macro json_text(expression, path) -%}
  {{ return(adapter.dispatch('json_text', 'edp')(expression, json_path_keys(path))) }}
{%- endmacro %}

{% macro snowflake__json_text(expression, keys) -%}
  {%- set steps = [] -%}
  {%- for key in keys -%}
    {%- do steps.append("[" ~ key ~ "]" if key is number else "['" ~ key ~ "']") -%}
  {%- endfor -%}
  {{ return("CAST(" ~ expression ~ steps | join ~ " AS VARCHAR)") }}
{%- endmacro %}

{% macro duckdb__json_text(expression, keys) -%}
  {%- set steps = [] -%}
  {%- for key in keys -%}
    {%- do steps.append("[" ~ key ~ "]" if key is number else '."' ~ key ~ '"') -%}
  {%- endfor -%}
  {{ return("JSON_EXTRACT_STRING(" ~ expression ~ ", '$" ~ steps | join ~ "')") }}
{%- endmacro %}
