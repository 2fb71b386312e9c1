{#- insert_records_sql() for every 500 rows: a statement stays under Snowflake's 1 MB. -#}
{% macro insert_records_batches_sql(table, columns, rows) -%}
  {%- for batch in rows | batch(500) %}
{{ insert_records_sql(table, columns, batch) }}
  {%- endfor %}
{%- endmacro %}
