{#- How many of the expressions have a value. -#}
{% macro count_of_available(expressions) -%}
  ({%- for expression in expressions %}
    {{- ' + ' if not loop.first }}CASE WHEN ({{ expression }}) IS NULL THEN 0 ELSE 1 END
  {%- endfor %})
{%- endmacro %}
