{#- Where a run has a business date - always offline, on Snowflake when var('as_of_date') is
    given - a source is as old as it was at the end of that date, so that its age does not depend
    on when somebody asked. The daily run of production names no date and keeps dbt's own clock. -#}
{% macro duckdb__collect_freshness(source, loaded_at_field, filter) -%}
  {{ return(freshness_at_business_date(source, loaded_at_field, filter)) }}
{%- endmacro %}

{% macro snowflake__collect_freshness(source, loaded_at_field, filter) -%}
  {%- if not var('as_of_date', none) -%}
    {{ return(dbt.default__collect_freshness(source, loaded_at_field, filter)) }}
  {%- endif -%}
  {{ return(freshness_at_business_date(source, loaded_at_field, filter)) }}
{%- endmacro %}

{% macro freshness_at_business_date(source, loaded_at_field, filter) -%}
  {%- call statement('collect_freshness', fetch_result=True, auto_begin=False) -%}
SELECT
  MAX({{ loaded_at_field }}) AS max_loaded_at,
  CAST({{ as_of_date() }} + 1 AS TIMESTAMP) AS snapshotted_at
FROM {{ source }}
{{ 'WHERE ' ~ filter if filter }}
  {%- endcall -%}
  {{ return(load_result('collect_freshness')) }}
{%- endmacro %}
