{#- One spelling per sales segment. Unknown and missing accounts are served as small business,
    so they count there. -#}
{% macro clean_sales_segment(expression) -%}
  {%- set typed = "LOWER(TRIM(" ~ expression ~ "))" -%}
  CASE
    WHEN COALESCE({{ typed }}, '') IN ('', 'smb', 'unknown') THEN 'SMB'
    WHEN {{ typed }} = 'mm' OR {{ typed }} LIKE 'mid%market' THEN 'Mid-Market'
    WHEN {{ typed }} IN ('lrg', 'large') THEN 'Large'
    WHEN {{ typed }} = 'pubsec' THEN 'PubSec'
    WHEN {{ typed }} = 'jihu' THEN 'JiHu'
    ELSE TRIM({{ expression }})
  END
{%- endmacro %}
