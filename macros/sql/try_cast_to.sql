{#- The value as `type`, NULL instead of an error. Through text, because Snowflake's TRY_CAST
    takes nothing else. -#}
{% macro try_cast_to(expression, type) -%}
  {{ return(adapter.dispatch('try_cast_to', 'edp')(expression, type)) }}
{%- endmacro %}

{% macro default__try_cast_to(expression, type) -%}
  {{ return("TRY_CAST(CAST(" ~ expression ~ " AS VARCHAR) AS " ~ type ~ ")") }}
{%- endmacro %}
