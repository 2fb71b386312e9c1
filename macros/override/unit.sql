{#- A unit test on DuckDB: the types of the model's columns come from DESCRIBE of its query. dbt
    creates an empty table for them, reads its columns and drops it. -#}
{% materialization unit, adapter='duckdb' -%}
  {%- set columns = {} -%}
  {%- for column in adapter.get_column_schema_from_query(sql) -%}
    {%- do columns.update({column.column | lower: column.dtype}) -%}
  {%- endfor -%}
  {%- set expected = config.get('expected_rows') -%}
  {%- set given = expected[0] if expected else columns -%}
  {%- set tested = given.keys() | map('lower') | list -%}
  {%- set expected_sql = config.get('expected_sql')
    or expected_rows_sql(expected, tested, columns) -%}
  {%- set quoted = [] -%}
  {%- for name in tested -%}{%- do quoted.append('"' ~ name ~ '"') -%}{%- endfor -%}
  {%- call statement('main', fetch_result=True, auto_begin=False) -%}
    {{ get_unit_test_sql(sql, expected_sql, quoted) }}
  {%- endcall -%}
  {{ return({'relations': []}) }}
{%- endmaterialization %}

{% macro expected_rows_sql(rows, tested, columns) -%}
  {%- set compared = {} -%}
  {%- for name, type in columns.items() if name in tested or not rows -%}
    {%- do compared.update({name: type}) -%}
  {%- endfor -%}
  {%- for row in rows if row.keys() | map('lower') | sort != tested | sort -%}
    {{ exceptions.raise_compiler_error(
      "unit test " ~ model.name ~ ", expect: a row has other columns than the first"
    ) }}
  {%- endfor -%}
  {{ return(fixture_values_sql('expected output', rows, compared)) }}
{%- endmacro %}
