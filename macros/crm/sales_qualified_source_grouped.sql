{#- Who brought the opportunity: a customer on the web, a partner, or somebody in sales. Takes
    the cleaned source. -#}
{% macro sales_qualified_source_grouped(cleaned_source) -%}
  CASE
    WHEN {{ cleaned_source }} IN ('Web Direct Generated', 'Partner Generated')
      THEN {{ cleaned_source }}
    WHEN {{ cleaned_source }} LIKE 'Missing%' THEN 'Missing sales_qualified_source_name_grouped'
    ELSE 'Sales Generated'
  END
{%- endmacro %}
