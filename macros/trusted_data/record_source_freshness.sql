{#- on-run-end: the age of every source table this invocation measured (`dbt source freshness`). -#}
{% macro record_source_freshness(results) -%}
  {%- if not execute -%}{{ return('') }}{%- endif -%}
  {%- set run_at = run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') -%}
  {%- set rows = [] -%}
  {%- for result in results if result.node.resource_type == 'source' -%}
    {%- do rows.append(source_freshness_row(result, invocation_id, run_at)) -%}
  {%- endfor -%}
  {{ return(insert_records_batches_sql(
    record_table('source_freshness_result'), source_freshness_columns(), rows
  )) }}
{%- endmacro %}
