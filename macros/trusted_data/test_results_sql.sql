{#- INSERT statements of the test results among `results` that are not stored yet. -#}
{% macro test_results_sql(results, run, nodes) -%}
  {%- set register = responsibility_register() -%}
  {%- set known = {} -%}
  {%- set rows = [] -%}
  {%- for result in results if result.node.resource_type in ('test', 'unit_test') -%}
    {%- set duty = responsibility(result.node, nodes, register, known) -%}
    {%- do rows.append(test_result_row(result, run, nodes, duty)) -%}
  {%- endfor -%}
  {{ return(insert_records_batches_sql(record_table('test_result'), test_result_columns(), rows)) }}
{%- endmacro %}
