{#- The colour of a health score from 25 to 88. Each class ends at its upper bound; no score, no
    colour. -#}
{% macro health_color(score) -%}
  CASE
    WHEN {{ score }} <= 50 THEN 'Red'
    WHEN {{ score }} <= 75 THEN 'Yellow'
    WHEN {{ score }} > 75 THEN 'Green'
  END
{%- endmacro %}
