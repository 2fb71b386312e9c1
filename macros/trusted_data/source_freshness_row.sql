{#- One freshness measurement as the list of its column values, in the order of
    source_freshness_columns(). An empty table was never loaded: dbt reports it as loaded in the
    year 1. A table that could not be read has neither time. -#}
{% macro source_freshness_row(result, invocation_id, run_at) -%}
  {%- set node = result.node -%}
  {%- set day = '%Y-%m-%d %H:%M:%S' -%}
  {%- set loaded = result.max_loaded_at -%}
  {%- set measured = result.snapshotted_at -%}
  {%- set is_loaded = loaded and loaded.year > 1 -%}
  {{ return([
    invocation_id, run_at, node.unique_id,
    node.source_name, node.name, node.relation_name,
    node.config.meta.get('data_source'), result.status | string,
    threshold_hours(node.freshness.warn_after), threshold_hours(node.freshness.error_after),
    loaded.strftime(day) if is_loaded else none, measured.strftime(day) if measured else none,
    (result.execution_time * 1000) | int
  ]) }}
{%- endmacro %}

{% macro threshold_hours(threshold) -%}
  {%- if not threshold or threshold.count is none -%}{{ return(none) }}{%- endif -%}
  {%- set hours = {'minute': 1 / 60, 'hour': 1, 'day': 24} -%}
  {{ return(threshold.count * hours[threshold.period | string]) }}
{%- endmacro %}
