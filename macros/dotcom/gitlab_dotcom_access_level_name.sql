{#- The role behind a member's numeric access level. -#}
{% macro gitlab_dotcom_access_level_name(expression) -%}
  {{ return(adapter.dispatch('gitlab_dotcom_access_level_name', 'edp')(expression)) }}
{%- endmacro %}

{% macro default__gitlab_dotcom_access_level_name(expression) -%}
  CASE {{ expression }}
      WHEN 5 THEN 'Minimal Access'
      WHEN 10 THEN 'Guest'
      WHEN 15 THEN 'Planner'
      WHEN 20 THEN 'Reporter'
      WHEN 30 THEN 'Developer'
      WHEN 40 THEN 'Maintainer'
      WHEN 50 THEN 'Owner'
    END
{%- endmacro %}
