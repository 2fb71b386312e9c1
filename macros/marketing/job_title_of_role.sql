{#- The job title a user chose at sign-up, stored as a number; other (8) and unknown numbers tell
    nothing. -#}
{% macro job_title_of_role(expression) -%}
  CASE {{ expression }}
    WHEN 0 THEN 'Software Developer'
    WHEN 1 THEN 'Development Team Lead'
    WHEN 2 THEN 'DevOps Engineer'
    WHEN 3 THEN 'Systems Administrator'
    WHEN 4 THEN 'Security Analyst'
    WHEN 5 THEN 'Data Analyst'
    WHEN 6 THEN 'Product Manager'
    WHEN 7 THEN 'Product Designer'
  END
{%- endmacro %}
