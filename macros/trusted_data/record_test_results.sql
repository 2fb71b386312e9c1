{#- on-run-end: every test result of this invocation (pass, warn, fail, error, skipped), data
    tests and unit tests. -#}
{% macro record_test_results(results) -%}
  {#- compiling tests nothing, and has no connection -#}
  {%- if not execute or flags.WHICH == 'compile' -%}{{ return('') }}{%- endif -%}
  {%- set run = {
    'invocation_id': invocation_id,
    'run_at': run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f'),
    'git_commit': var('git_commit', env_var('GIT_COMMIT', env_var('CI_COMMIT_SHA', ''))) or none
  } -%}
  {{ return(test_results_sql(results, run, project_nodes())) }}
{%- endmacro %}
