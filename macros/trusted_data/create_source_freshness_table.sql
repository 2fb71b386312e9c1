{#- on-run-start: the table of freshness measurements exists before the first view on it. -#}
{% macro create_source_freshness_table() -%}
  {{ return(create_test_result_table_sql(source_freshness_table(), source_freshness_columns())) }}
{%- endmacro %}
