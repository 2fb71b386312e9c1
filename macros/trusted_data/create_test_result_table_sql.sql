{#- CREATE of a table the platform keeps its own records in, and of its schema, if missing. -#}
{% macro create_test_result_table_sql(table, columns) -%}
  {%- set lines = [] -%}
  {%- for name, type in columns.items() -%}{%- do lines.append(name ~ ' ' ~ type) -%}{%- endfor -%}
CREATE SCHEMA IF NOT EXISTS {{ table.rsplit('.', 1)[0] }};
CREATE TABLE IF NOT EXISTS {{ table }} ({{ lines | join(', ') }});
{%- endmacro %}
