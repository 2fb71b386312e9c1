{#- run-operation behind `edp results load`: stores the results of a run of which only dbt's own
    files are left. `document` is JSON: run (invocation_id, run_at, git_commit), results and nodes
    by unique id, as the files spell them. -#}
{% macro load_test_results(document) -%}
  {%- set given = fromjson(document) -%}
  {%- if not given -%}
    {{ exceptions.raise_compiler_error("load_test_results: document is not JSON") }}
  {%- endif -%}
  {%- do run_query(create_record_tables()) -%}
  {%- set text = test_results_sql(given.results, given.run, given.nodes) -%}
  {%- if text -%}{%- do run_query(text) -%}{%- endif -%}
{%- endmacro %}
