{#- A unit test's fixture: the columns a test gives as VALUES, every other column once as NULL. dbt
    writes a SELECT of all columns for each row; on wide tables that is most of a unit test's
    time. -#}
{% macro get_fixture_sql(rows, column_name_to_data_types) -%}
  {{ return(adapter.dispatch('get_fixture_sql', 'edp')(rows, column_name_to_data_types)) }}
{%- endmacro %}

{% macro snowflake__get_fixture_sql(rows, column_name_to_data_types) -%}
  {{ return(dbt.get_fixture_sql(rows, column_name_to_data_types)) }}
{%- endmacro %}

{% macro duckdb__get_fixture_sql(rows, column_name_to_data_types) -%}
  {%- set relation = defer_relation if defer_relation and not load_relation(this) else this -%}
  {%- set columns = {} -%}
  {%- for column in adapter.get_column_schema_from_query('SELECT * FROM ' ~ relation) -%}
    {%- do columns.update({column.column: column.dtype}) -%}
  {%- endfor -%}
  {{ return(fixture_values_sql(model.name, rows, columns)) }}
{%- endmacro %}
