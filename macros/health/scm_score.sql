{#- Points for the share of billable users who pushed to a repository. A subscription without an
    instance has no pushes to look at and so no score. -#}
{% macro scm_score(utilization, instance_identifier) -%}
  CASE
    WHEN {{ instance_identifier }} IS NOT NULL
      THEN {{ points_between(utilization, '< 0.25', '< 0.50') }}
  END
{%- endmacro %}
