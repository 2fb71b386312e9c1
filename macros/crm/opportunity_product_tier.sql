{#- The tier an opportunity sells, from the product category sales chose; Other when it names no
    tier. -#}
{% macro opportunity_product_tier(product_category) -%}
  {%- set named = "LOWER(" ~ product_category ~ ")" -%}
  CASE
    WHEN {{ named }} LIKE '%ultimate%' OR {{ named }} LIKE '%gold%' THEN 'Ultimate'
    WHEN {{ named }} LIKE '%premium%' OR {{ named }} LIKE '%silver%' THEN 'Premium'
    WHEN {{ named }} LIKE '%starter%' OR {{ named }} LIKE '%bronze%' THEN 'Starter/Bronze'
    ELSE 'Other'
  END
{%- endmacro %}
