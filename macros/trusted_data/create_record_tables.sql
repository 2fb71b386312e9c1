{#- on-run-start: every table the platform keeps its own records in exists before the first view on
    it is built, also in an empty warehouse. -#}
{% macro create_record_tables() -%}
  {%- set schema = record_table('any').rsplit('.', 1)[0] -%}
  {%- set statements = ['CREATE SCHEMA IF NOT EXISTS ' ~ schema ~ ';'] -%}
  {%- for name, columns in record_tables().items() -%}
    {%- do statements.append(create_record_table_sql(record_table(name), columns)) -%}
  {%- endfor -%}
  {{ return(statements | join('\n')) }}
{%- endmacro %}
