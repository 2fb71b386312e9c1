{#- The measures of the health score and what each one weighs when all are available. -#}
{% macro health_measures() -%}
  {{ return({
    'license_utilization': 0.30,
    'user_engagement': 0.10,
    'scm': 0.15,
    'ci': 0.15,
    'cd': 0.15,
    'security': 0.15
  }) }}
{%- endmacro %}
