{% macro record_test_results(results) -%}
{%- endmacro %}
