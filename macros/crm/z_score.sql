{#- How many standard deviations a value lies from the mean of its group; NULL where the group
    does not vary. -#}
{% macro z_score(value, group) -%}
  ({{ value }} - AVG({{ value }}) OVER (PARTITION BY {{ group }}))
  / NULLIF(STDDEV_SAMP({{ value }}) OVER (PARTITION BY {{ group }}), 0)
{%- endmacro %}
