{#- The business date of this run as a DATE. `var('as_of_date')` wins. Offline it is the last day
    of the generated data; on Snowflake the UTC day the run started, so a run that crosses
    midnight keeps one date. -#}
{% macro as_of_date() -%}
  {{ return(adapter.dispatch('as_of_date', 'edp')()) }}
{%- endmacro %}

{% macro snowflake__as_of_date() -%}
  {{ return(date_literal(var('as_of_date', run_started_at.strftime('%Y-%m-%d')))) }}
{%- endmacro %}

{% macro duckdb__as_of_date() -%}
  {{ return(date_literal(var('as_of_date', '2024-12-31'))) }}
{%- endmacro %}
