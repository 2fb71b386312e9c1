{#- Every table of `tables` exists in the schema of the source table it stands under: a schema test
    for what a pipeline delivers. One failing row per missing table.

      data_tests:
        - raw_table_existence:
            name: zuora_delivers_its_tables
            arguments: {tables: [account, subscription]}
-#}
{% test raw_table_existence(model, tables) %}
{%- if tables is string or not tables -%}
  {{ exceptions.raise_compiler_error(
    "raw_table_existence: tables must list one or more tables of the schema of " ~ model
  ) }}
{%- endif %}
WITH expected AS (
  {%- for table in tables %}
  SELECT {{ text_literal(table | lower) }} AS table_name
  {{ 'UNION ALL' if not loop.last }}
  {%- endfor %}
)

SELECT expected.table_name
FROM expected
LEFT OUTER JOIN ({{ select_tables_sql(model.database, model.schema) }}) AS existing
  ON expected.table_name = existing.table_name
WHERE existing.table_name IS NULL
{% endtest %}
