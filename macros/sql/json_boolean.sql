{#- The boolean at a path of a JSON column; only true and false count (in any case, quoted or
    not), all else is NULL. -#}
{% macro json_boolean(expression, path) -%}
  {{ return(adapter.dispatch('json_boolean', 'edp')(expression, path)) }}
{%- endmacro %}

{% macro default__json_boolean(expression, path) -%}
  {%- set text = "LOWER(" ~ json_text(expression, path) ~ ")" -%}
  {{ return("CASE " ~ text ~ " WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END") }}
{%- endmacro %}
