{#- Post-hook of every model and snapshot: what declares `meta.backup` keeps 30 days of time
    travel (Data Team Platform, backup section: permanent table, retention of 30 days). Renders
    nothing for everything else. The table must be permanent: Snowflake keeps at most one day of
    a transient one, and dbt makes tables transient unless told otherwise. DuckDB has no time
    travel: the comment 'retention_days: 30' on the table is the witness a test reads. -#}
{% macro set_retention() -%}
  {%- if not execute or not (model.config.meta or {}).get('backup') -%}{{ return('') }}{%- endif -%}
  {%- set is_table = model.config.materialized in ('table', 'incremental', 'snapshot') -%}
  {%- if not is_table or model.config.transient is not false -%}
    {{ exceptions.raise_compiler_error(
      "model " ~ model.name ~ ", key meta.backup: only a permanent table keeps 30 days;"
      ~ " set transient: false on a table, incremental model or snapshot"
    ) }}
  {%- endif -%}
  {{ return(adapter.dispatch('set_retention', 'edp')(this, 30)) }}
{%- endmacro %}

{% macro snowflake__set_retention(relation, days) -%}
  {%- set found = run_query(show_retention_sql(relation)) -%}
  {%- set current = found.rows[0][1] if found and found.rows else none -%}
  {{ return(set_retention_sql(relation, current, days)) }}
{%- endmacro %}

{% macro duckdb__set_retention(relation, days) -%}
  {{ return("COMMENT ON TABLE " ~ relation ~ " IS 'retention_days: " ~ days ~ "'") }}
{%- endmacro %}

{#- Second column of the answer: the value. -#}
{% macro show_retention_sql(relation) -%}
  {{ return("SHOW PARAMETERS LIKE 'DATA_RETENTION_TIME_IN_DAYS' IN TABLE " ~ relation) }}
{%- endmacro %}

{#- Nothing when the table already keeps `days`; `current` is text as the warehouse reports it. -#}
{% macro set_retention_sql(relation, current, days) -%}
  {%- if current is not none and current | int == days -%}{{ return('') }}{%- endif -%}
  {{ return("ALTER TABLE " ~ relation ~ " SET DATA_RETENTION_TIME_IN_DAYS = " ~ days) }}
{%- endmacro %}
