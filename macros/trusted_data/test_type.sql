{#- Which kind of Trusted Data test a node is: unit, golden_record, schema, row_count,
    column_value or custom (Data Team Platform, "Trusted Data Framework"). `generic_name` is the
    generic test's own name, none for SQL tests. -#}
{% macro test_type(resource_type, generic_name, tags) -%}
  {%- if resource_type == 'unit_test' -%}{{ return('unit') }}{%- endif -%}
  {%- set golden = ['source_golden_records_comparison', 'model_golden_data_comparison'] -%}
  {%- if 'golden' in tags or generic_name in golden -%}{{ return('golden_record') }}{%- endif -%}
  {%- if generic_name is none -%}{{ return('custom') }}{%- endif -%}
  {%- if generic_name == 'raw_table_existence' -%}{{ return('schema') }}{%- endif -%}
  {%- set counts = [
    'row_count_between', 'source_rowcount', 'model_rowcount', 'model_new_rows_per_day'
  ] -%}
  {{ return('row_count' if generic_name in counts else 'column_value') }}
{%- endmacro %}
