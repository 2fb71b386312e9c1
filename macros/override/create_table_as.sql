{#- A masked snapshot is created with its policies in the column list, like a masked view: whoever
    may read every future table of its schema meets no unmasked value. Its types are those of an
    empty temporary table. Every other table is dbt's own. -#}
{% macro snowflake__create_table_as(temporary, relation, compiled_code, language='sql') -%}
  {%- set is_snapshot = model.resource_type == 'snapshot' and not temporary -%}
  {%- set masks = masked_columns(model.name, model.columns) if is_snapshot else {} -%}
  {%- if not masks -%}
    {{ return(dbt.snowflake__create_table_as(
      temporary, relation, compiled_code, language
    )) }}
  {%- endif -%}
  {%- set empty = make_temp_relation(relation, '__types') -%}
  {%- do run_query(dbt.snowflake__create_table_as(
    true, empty, get_empty_subquery_sql(compiled_code)
  )) -%}
  {%- set columns = adapter.get_columns_in_relation(empty) -%}
  {%- do adapter.drop_relation(empty) -%}
  {{ return(masked_table_sql(relation, compiled_code, columns, masks)) }}
{%- endmacro %}

{% macro masked_table_sql(relation, sql, columns, masks) -%}
  {%- set names = columns | map(attribute='name') | list -%}
  {%- set lines = [] -%}
  {%- for column in columns -%}
    {%- set line = column.name ~ ' ' ~ column.data_type -%}
    {%- do lines.append(column_with_mask(line, names, loop.index0, masks, relation.database)) -%}
  {%- endfor -%}
CREATE OR REPLACE TABLE {{ relation }} ({{ lines | join(', ') }}) AS (
  SELECT {{ names | join(', ') }}
  FROM (
    {{ sql }}
  ) AS snapshot_rows
);
{%- endmacro %}
