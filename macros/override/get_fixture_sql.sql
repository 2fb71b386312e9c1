{#- A unit test's fixture: the columns a test gives row by row, every other column once as NULL. dbt
    writes a SELECT of all columns for each row; on wide tables that is most of a unit test's
    time. -#}
{% macro get_fixture_sql(rows, column_name_to_data_types) -%}
  {%- set relation = defer_relation if defer_relation and not load_relation(this) else this -%}
  {{ return(fixture_values_sql(model.name, rows, fixture_columns(relation))) }}
{%- endmacro %}
