{#- The number at a path of a JSON column as `type`; NULL when it is missing, null or no number. -#}
{% macro json_number(expression, path, type='DECIMAL(18, 6)') -%}
  {{ return(adapter.dispatch('json_number', 'edp')(expression, path, type)) }}
{%- endmacro %}

{% macro default__json_number(expression, path, type) -%}
  {{ return(try_cast_to(json_text(expression, path), type)) }}
{%- endmacro %}
