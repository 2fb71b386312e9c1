{#- Health points of a value: 25 (red) where it meets `red`, else 63 (yellow) where it meets
    `yellow`, else 88 (green). A condition is a comparison such as '<= 0.10'. Without a `yellow`
    there is no middle class. A value nobody reported earns no points. -#}
{% macro points_between(value, red, yellow=none) -%}
  CASE
    WHEN {{ value }} IS NULL THEN NULL
    WHEN {{ value }} {{ red }} THEN 25
    {%- if yellow is not none %}
    WHEN {{ value }} {{ yellow }} THEN 63
    {%- endif %}
    ELSE 88
  END
{%- endmacro %}
