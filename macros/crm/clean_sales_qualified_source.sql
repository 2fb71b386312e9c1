{#- Today's name of the source that qualified an opportunity: two teams were renamed and old
    rows keep the old names. -#}
{% macro clean_sales_qualified_source(expression) -%}
  CASE
    WHEN COALESCE(TRIM({{ expression }}), '') = '' THEN 'Missing sales_qualified_source_name'
    WHEN {{ expression }} LIKE 'BDR%' THEN 'SDR Generated'
    WHEN {{ expression }} LIKE 'Channel%' THEN 'Partner Generated'
    ELSE {{ expression }}
  END
{%- endmacro %}
