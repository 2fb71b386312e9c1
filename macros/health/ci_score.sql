{#- Points for the share of billable users who ran a pipeline. -#}
{% macro ci_score(utilization) -%}
  {{ points_between(utilization, '<= 0.10', '<= 0.333') }}
{%- endmacro %}
