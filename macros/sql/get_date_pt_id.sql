{#- The Pacific day of a UTC timestamp as YYYYMMDD; daylight saving included. A DATE argument
    would be read as midnight UTC, the evening before in the Pacific zone: pass timestamps only. -#}
{% macro get_date_pt_id(expression) -%}
  {{ return(adapter.dispatch('get_date_pt_id', 'edp')(expression)) }}
{%- endmacro %}

{% macro snowflake__get_date_pt_id(expression) -%}
  {{ return(get_date_id(
    "CONVERT_TIMEZONE('UTC', 'America/Los_Angeles', CAST(" ~ expression ~ " AS TIMESTAMP_NTZ))"
  )) }}
{%- endmacro %}

{% macro duckdb__get_date_pt_id(expression) -%}
  {{ return(get_date_id(
    "CAST(" ~ expression ~ " AS TIMESTAMP) AT TIME ZONE 'UTC' AT TIME ZONE 'America/Los_Angeles'"
  )) }}
{%- endmacro %}
