{% macro set_retention() -%}
{%- endmacro %}
