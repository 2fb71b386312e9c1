{#- on-run-end: the project as it is now, one row per test and per relation, written only when it
    differs from what was written last. Results alone cannot say what is not tested, nor which test
    is gone. A run without tests has nothing to say about that. -#}
{% macro record_project(results) -%}
  {%- set kinds = results | map(attribute='node.resource_type') | list -%}
  {%- set tests = 'test' in kinds or 'unit_test' in kinds -%}
  {%- if not execute or not tests or flags.WHICH == 'compile' -%}{{ return('') }}{%- endif -%}
  {%- set nodes = project_nodes() -%}
  {%- set register, known, rows = responsibility_register(), {}, [] -%}
  {%- for id, node in nodes | dictsort if node.resource_type in recorded_kinds() -%}
    {%- do rows.append(project_node_row(node, responsibility(node, nodes, register, known))) -%}
  {%- endfor -%}
  {%- set hash = local_md5(tojson(rows)) -%}
  {%- if newest_catalogue_count(hash) == rows | length -%}{{ return('') }}{%- endif -%}
  {%- set run_at = run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') -%}
  {%- set whole = [] -%}
  {%- for row in rows -%}
    {%- do whole.append([invocation_id, run_at] + row + [hash]) -%}
  {%- endfor -%}
  {{ return(insert_records_batches_sql(
    record_table('project_node'), project_node_columns(), whole
  )) }}
{%- endmacro %}

{% macro recorded_kinds() -%}
  {{ return(['model', 'seed', 'snapshot', 'source', 'test', 'unit_test']) }}
{%- endmacro %}

{#- How many rows the newest catalogue has, if it is this one: fewer than it should have when the
    run that wrote it was killed. -#}
{% macro newest_catalogue_count(hash) -%}
  {%- set table = record_table('project_node') -%}
  {%- set sql -%}
SELECT COUNT(*) FROM {{ table }}
WHERE catalogue_hash = '{{ hash }}' AND run_at = (SELECT MAX(run_at) FROM {{ table }})
  {%- endset -%}
  {{ return(run_query(sql).rows[0][0] | int) }}
{%- endmacro %}
