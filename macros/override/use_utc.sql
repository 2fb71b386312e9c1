{#- Times are UTC. On DuckDB this is said once for all connections of a run: the profile's
    `settings` would say it to every cursor, four per node. On Snowflake it is a property of the
    account. -#}
{% macro use_utc() -%}
  {{ return(adapter.dispatch('use_utc', 'edp')()) }}
{%- endmacro %}

{% macro snowflake__use_utc() -%}{%- endmacro %}

{% macro duckdb__use_utc() -%}
SET GLOBAL TimeZone = 'UTC'
{%- endmacro %}
