{#- The columns of `relation`, name to type; texts of any length. -#}
{% macro fixture_columns(relation) -%}
  {{ return(adapter.dispatch('fixture_columns', 'edp')(relation)) }}
{%- endmacro %}

{% macro snowflake__fixture_columns(relation) -%}
  {%- set columns = {} -%}
  {%- for column in adapter.get_columns_in_relation(relation) -%}
    {%- set type = 'VARCHAR' if column.is_string() else column.data_type -%}
    {%- do columns.update({column.column: type}) -%}
  {%- endfor -%}
  {{ return(columns) }}
{%- endmacro %}

{#- DESCRIBE of a query is one statement; dbt reads a relation's columns from the whole catalog. -#}
{% macro duckdb__fixture_columns(relation) -%}
  {%- set columns = {} -%}
  {%- for column in adapter.get_column_schema_from_query('SELECT * FROM ' ~ relation) -%}
    {%- do columns.update({column.column: column.dtype}) -%}
  {%- endfor -%}
  {{ return(columns) }}
{%- endmacro %}
