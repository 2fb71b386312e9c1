{#- Seconds since 1970 (number or text, up to three decimals) as a UTC timestamp; NULL when it is
    no number. -#}
{% macro epoch_to_timestamp(expression) -%}
  {{ return(adapter.dispatch('epoch_to_timestamp', 'edp')(
    "CAST(" ~ try_cast_to(expression, 'DECIMAL(18, 3)') ~ " * 1000 AS BIGINT)"
  )) }}
{%- endmacro %}

{% macro snowflake__epoch_to_timestamp(milliseconds) -%}
  {{ return("DATEADD(MILLISECOND, " ~ milliseconds ~ ", '1970-01-01'::TIMESTAMP_NTZ)") }}
{%- endmacro %}

{% macro duckdb__epoch_to_timestamp(milliseconds) -%}
  {{ return("EPOCH_MS(" ~ milliseconds ~ ")") }}
{%- endmacro %}
