{#- How the product an opportunity sells is delivered, from the products named in it; Other when they do not say. -#}
{% macro opportunity_delivery(product_details) -%}
  CASE
    WHEN LOWER({{ product_details }}) LIKE '%self%managed%' THEN 'Self-Managed'
    WHEN LOWER({{ product_details }}) LIKE '%saas%' OR LOWER({{ product_details }}) LIKE '%dedicated%' THEN 'SaaS'
    ELSE 'Other'
  END
{%- endmacro %}
