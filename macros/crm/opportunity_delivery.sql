{#- How the product an opportunity sells is delivered, from the products named in it; Other when
    they do not say. -#}
{% macro opportunity_delivery(product_details) -%}
  {%- set named = "LOWER(" ~ product_details ~ ")" -%}
  CASE
    WHEN {{ named }} LIKE '%self%managed%' THEN 'Self-Managed'
    WHEN {{ named }} LIKE '%saas%' OR {{ named }} LIKE '%dedicated%' THEN 'SaaS'
    ELSE 'Other'
  END
{%- endmacro %}
