{#- Points for the share of billable users who did anything in 28 days. Only Self-Managed
    installations report it: on GitLab.com and Dedicated there is no score. -#}
{% macro user_engagement_score(engagement, deployment_type) -%}
  CASE
    WHEN {{ deployment_type }} NOT IN ('GitLab.com', 'Dedicated')
      THEN {{ points_between(engagement, '< 0.50', '< 0.80') }}
  END
{%- endmacro %}
