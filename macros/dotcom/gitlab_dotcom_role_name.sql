{#- What users say their work is when they register, stored as a number. -#}
{% macro gitlab_dotcom_role_name(expression) -%}
  {{ return(adapter.dispatch('gitlab_dotcom_role_name', 'edp')(expression)) }}
{%- endmacro %}

{% macro default__gitlab_dotcom_role_name(expression) -%}
  CASE {{ expression }}
      WHEN 0 THEN 'Software Developer'
      WHEN 1 THEN 'Development Team Lead'
      WHEN 2 THEN 'DevOps Engineer'
      WHEN 3 THEN 'Systems Administrator'
      WHEN 4 THEN 'Security Analyst'
      WHEN 5 THEN 'Data Analyst'
      WHEN 6 THEN 'Product Manager'
      WHEN 7 THEN 'Product Designer'
      WHEN 99 THEN 'Other'
    END
{%- endmacro %}
