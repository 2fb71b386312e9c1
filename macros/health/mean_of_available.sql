{#- The mean of those expressions that have a value; NULL when none has one. -#}
{% macro mean_of_available(expressions) -%}
  ({%- for expression in expressions %}
    {{- ' + ' if not loop.first }}COALESCE(({{ expression }})::DECIMAL(18, 6), 0)
  {%- endfor %}) / NULLIF({{ count_of_available(expressions) }}, 0)
{%- endmacro %}
