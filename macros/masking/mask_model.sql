{% macro mask_model() -%}
{%- endmacro %}
