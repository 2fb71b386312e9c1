{#- How much care an account gets: Tier 1 for high value, Tier 3 for little revenue and few
    developers, Tier 2 for the rest. Unknown revenue or developers count as none. -#}
{% macro hvs_tier(carr, developers, has_high_value_case) -%}
  CASE
    WHEN {{ has_high_value_case }} OR COALESCE({{ carr }}, 0) > 7000 THEN 'Tier 1'
    WHEN COALESCE({{ carr }}, 0) < 3000 AND COALESCE({{ developers }}, 0) < 10 THEN 'Tier 3'
    ELSE 'Tier 2'
  END
{%- endmacro %}
