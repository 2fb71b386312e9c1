{#- Offline a snapshot's clock is the business date, so that versions of `check` snapshots and of
    hard deletes do not depend on when somebody ran them. Production keeps dbt's own clock. -#}
{% macro duckdb__snapshot_get_time() -%}
  CAST({{ as_of_date() }} AS TIMESTAMP)
{%- endmacro %}
