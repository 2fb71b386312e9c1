{#- on-run-start: the results table exists before the first view on it is built, also in an empty
    warehouse. -#}
{% macro create_test_result_table() -%}
  {{ return(create_test_result_table_sql(test_result_table(), test_result_columns())) }}
{%- endmacro %}

{% macro create_test_result_table_sql(table, columns) -%}
  {%- set lines = [] -%}
  {%- for name, type in columns.items() -%}{%- do lines.append(name ~ ' ' ~ type) -%}{%- endfor -%}
CREATE SCHEMA IF NOT EXISTS {{ table.rsplit('.', 1)[0] }};
CREATE TABLE IF NOT EXISTS {{ table }} ({{ lines | join(', ') }});
{%- endmacro %}
