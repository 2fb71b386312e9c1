{#- SELECT of the names of all tables and views a schema has, in lower case, as table_name. A schema
    that does not exist has none. -#}
{% macro select_tables_sql(database, schema) -%}
  {{ return(adapter.dispatch('select_tables_sql', 'edp')(
    database, text_literal(database | lower), text_literal(schema | lower)
  )) }}
{%- endmacro %}

{% macro snowflake__select_tables_sql(database, database_text, schema_text) -%}
  {{ return(
    "SELECT LOWER(table_name) AS table_name FROM " ~ database ~ ".information_schema.tables"
    ~ " WHERE LOWER(table_schema) = " ~ schema_text
  ) }}
{%- endmacro %}

{% macro duckdb__select_tables_sql(database, database_text, schema_text) -%}
  {{ return(
    "SELECT LOWER(table_name) AS table_name FROM information_schema.tables"
    ~ " WHERE LOWER(table_schema) = " ~ schema_text ~ " AND LOWER(table_catalog) = " ~ database_text
  ) }}
{%- endmacro %}
