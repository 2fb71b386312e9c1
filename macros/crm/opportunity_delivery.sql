{#- How the product an opportunity sells is delivered, from the product category sales chose; Other when it does not say. -#}
{% macro opportunity_delivery(product_category) -%}
  CASE
    WHEN LOWER({{ product_category }}) LIKE '%self%managed%' THEN 'Self-Managed'
    WHEN LOWER({{ product_category }}) LIKE '%saas%' OR LOWER({{ product_category }}) LIKE '%dedicated%' THEN 'SaaS'
    ELSE 'Other'
  END
{%- endmacro %}
