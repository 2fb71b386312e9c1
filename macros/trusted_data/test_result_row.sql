{#- One result of a run as the list of its column values, in the order of test_result_columns(). -#}
{% macro test_result_row(result, run, nodes, duty) -%}
  {%- set node = result.node -%}
  {%- set unit = node.resource_type == 'unit_test' -%}
  {%- set settings = node.config -%}
  {%- set generic_name = node.test_metadata.name if node.test_metadata else none -%}
  {%- set parents = node.depends_on.nodes -%}
  {%- set tested_id = node.tested_node_unique_id or node.attached_node
    or (parents[0] if parents | length == 1 else none) -%}
  {%- set tested = nodes.get(tested_id) or {} -%}
  {%- set status = result.status | string -%}
  {%- set counted = result.adapter_response or {} -%}
  {%- set ran = status in ('pass', 'warn', 'fail') -%}
  {%- set rows_failed = result.failures if unit else counted.get('rows_affected') -%}
  {%- set rows_failed = rows_failed if ran else none -%}
  {%- set tested_count = (counted.get('code') or '').split('rows_tested=') -%}
  {%- set folder = (tested.get('fqn') or [none, none])[1] -%}
  {%- set kind = tested.get('resource_type') -%}
  {%- set layer = folder if kind == 'model' else kind -%}
  {%- set model_name = tested.get('name') if kind != 'source'
    else tested.source_name ~ '.' ~ tested.name -%}
  {{ return([
    run.invocation_id, run.run_at, node.unique_id,
    node.name, test_type(node.resource_type, generic_name, settings.tags), status,
    none if unit else settings.severity | lower,
    none if unit else 'warn ' ~ settings.warn_if ~ ', error ' ~ settings.error_if,
    duty.owner, duty.tier, duty.subject,
    model_name, node.column_name if node.column_name else none, tested.get('relation_name'), layer,
    run.git_commit, test_message(node.resource_type, status, rows_failed, result.message),
    tested_count[1] | int if ran and tested_count | length == 2 else none, rows_failed,
    (result.execution_time * 1000) | int
  ]) }}
{%- endmacro %}
