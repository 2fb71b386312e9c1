{#- SELECT of every day from `start` to `end`, both included, as the one column date_actual. The
    number of days is known before the statement is sent, which Snowflake's GENERATOR requires. -#}
{% macro date_spine(start, end) -%}
  {%- set first, last = date_literal(start), date_literal(end) -%}
  {%- set parse = modules.datetime.datetime.strptime -%}
  {%- set days = (parse(end | trim, '%Y-%m-%d') - parse(start | trim, '%Y-%m-%d')).days + 1 -%}
  {%- if days < 1 -%}
    {{ exceptions.raise_compiler_error("date_spine: start " ~ start ~ " is after end " ~ end) }}
  {%- endif -%}
  {{ return(adapter.dispatch('date_spine', 'edp')(first, last, days)) }}
{%- endmacro %}

{% macro snowflake__date_spine(first, last, days) -%}
  {{ return(
    "SELECT DATEADD(DAY, ROW_NUMBER() OVER (ORDER BY SEQ4()) - 1, " ~ first
    ~ ")::DATE AS date_actual FROM TABLE(GENERATOR(ROWCOUNT => " ~ days ~ "))"
  ) }}
{%- endmacro %}

{% macro duckdb__date_spine(first, last, days) -%}
  {{ return(
    "SELECT UNNEST(GENERATE_SERIES(" ~ first ~ ", " ~ last ~ ", INTERVAL 1 DAY))::DATE"
    ~ " AS date_actual"
  ) }}
{%- endmacro %}
