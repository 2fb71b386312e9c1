{#- One spelling per sales segment. Unknown and missing accounts are served as small business, so they count there. -#}
{% macro clean_sales_segment(expression) -%}
  CASE
    WHEN {{ expression }} IS NULL OR LOWER(TRIM({{ expression }})) IN ('', 'smb', 'unknown') THEN 'SMB'
    WHEN LOWER(TRIM({{ expression }})) = 'mm' OR LOWER(TRIM({{ expression }})) LIKE 'mid%market' THEN 'Mid-Market'
    WHEN LOWER(TRIM({{ expression }})) IN ('lrg', 'large') THEN 'Large'
    WHEN LOWER(TRIM({{ expression }})) = 'pubsec' THEN 'PubSec'
    WHEN LOWER(TRIM({{ expression }})) = 'jihu' THEN 'JiHu'
    ELSE TRIM({{ expression }})
  END
{%- endmacro %}
