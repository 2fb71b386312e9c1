{#- on-run-end: every test result of this invocation (pass, warn, fail, error, skipped), data
    tests and unit tests. -#}
{% macro record_test_results(results) -%}
  {%- if not execute -%}{{ return('') }}{%- endif -%}
  {%- set run = {
    'invocation_id': invocation_id,
    'run_at': run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f'),
    'git_commit': var('git_commit', env_var('GIT_COMMIT', env_var('CI_COMMIT_SHA', ''))) or none
  } -%}
  {%- set nodes = {} -%}
  {%- do nodes.update(graph.nodes) -%}
  {%- do nodes.update(graph.sources) -%}
  {%- set rows = [] -%}
  {%- for result in results if result.node.resource_type in ('test', 'unit_test') -%}
    {%- do rows.append(test_result_row(result, run, nodes)) -%}
  {%- endfor -%}
  {{ return(insert_test_results_batches_sql(test_result_table(), test_result_columns(), rows)) }}
{%- endmacro %}
