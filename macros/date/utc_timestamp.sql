{#- Text with an offset ('2024-05-01T09:00:00-07:00') as a UTC timestamp without zone; NULL when
    it is no timestamp. -#}
{% macro utc_timestamp(expression) -%}
  {{ return(adapter.dispatch('utc_timestamp', 'edp')(expression)) }}
{%- endmacro %}

{% macro snowflake__utc_timestamp(expression) -%}
  {{ return("CONVERT_TIMEZONE('UTC', TRY_TO_TIMESTAMP_TZ(" ~ expression ~ "))::TIMESTAMP_NTZ") }}
{%- endmacro %}

{% macro duckdb__utc_timestamp(expression) -%}
  {{ return("MAKE_TIMESTAMP(EPOCH_US(TRY_CAST(" ~ expression ~ " AS TIMESTAMP WITH TIME ZONE)))") }}
{%- endmacro %}
