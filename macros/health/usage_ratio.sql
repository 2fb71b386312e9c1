{#- One count divided by another, six decimals; NULL when either is unknown or nothing is there to
    divide by. -#}
{% macro usage_ratio(part, whole) -%}
  (({{ part }})::DECIMAL(18, 6) / NULLIF({{ whole }}, 0))::DECIMAL(18, 6)
{%- endmacro %}
