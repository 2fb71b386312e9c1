{#- Offline a source is as old as it was at the end of the business date, so that its age does not
    depend on when somebody asked. Production keeps dbt's own clock. -#}
{% macro duckdb__collect_freshness(source, loaded_at_field, filter) -%}
  {%- call statement('collect_freshness', fetch_result=True, auto_begin=False) -%}
SELECT
  MAX({{ loaded_at_field }}) AS max_loaded_at,
  CAST({{ as_of_date() }} + 1 AS TIMESTAMP) AS snapshotted_at
FROM {{ source }}
{{ 'WHERE ' ~ filter if filter }}
  {%- endcall -%}
  {{ return(load_result('collect_freshness')) }}
{%- endmacro %}
