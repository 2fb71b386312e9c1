{#- INSERT of rows (lists in the order of `columns`) that are not in `table` yet, by
    (invocation_id, unique_id). The rows travel as one JSON literal: the statement is short and
    everything in it is escaped by one macro. -#}
{% macro insert_records_sql(table, columns, rows) -%}
  {%- set values = [] -%}
  {%- for type in columns.values() -%}
    {%- set value = json_text('batch_row.value', '[' ~ loop.index0 ~ ']') -%}
    {%- do values.append(value if type == 'VARCHAR' else 'CAST(' ~ value ~ ' AS ' ~ type ~ ')') -%}
  {%- endfor -%}
INSERT INTO {{ table }} ({{ columns | join(', ') }})
SELECT {{ values | join(', ') }}
FROM (SELECT {{ json_literal(rows) }} AS document) AS batch,
  {{ json_elements('batch.document', 'batch_row') }}
WHERE NOT EXISTS (
  SELECT 1 FROM {{ table }} AS known
  WHERE known.invocation_id = {{ json_text('batch_row.value', '[0]') }}
    AND known.unique_id = {{ json_text('batch_row.value', '[2]') }}
);
{%- endmacro %}
