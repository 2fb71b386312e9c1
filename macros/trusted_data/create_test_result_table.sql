{#- on-run-start: the results table exists before the first view on it is built, also in an empty
    warehouse. -#}
{% macro create_test_result_table() -%}
  {{ return(create_test_result_table_sql(test_result_table(), test_result_columns())) }}
{%- endmacro %}
