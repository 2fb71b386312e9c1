{#- An amount where a condition holds and 0 elsewhere, so that a measure adds up over any set of
    rows. -#}
{% macro amount_if(condition, amount) -%}
  CASE WHEN {{ condition }} THEN COALESCE({{ amount }}, 0) ELSE 0 END::DECIMAL(18, 2)
{%- endmacro %}
