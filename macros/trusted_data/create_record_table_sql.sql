{#- CREATE of a table the platform keeps its own records in, if it is missing. -#}
{% macro create_record_table_sql(table, columns) -%}
  {%- set lines = [] -%}
  {%- for name, type in columns.items() -%}{%- do lines.append(name ~ ' ' ~ type) -%}{%- endfor -%}
CREATE TABLE IF NOT EXISTS {{ table }} ({{ lines | join(', ') }});
{%- endmacro %}
