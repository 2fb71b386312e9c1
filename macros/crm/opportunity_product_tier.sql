{#- The tier an opportunity sells, from the product category sales chose; Other when it names no tier. -#}
{% macro opportunity_product_tier(product_category) -%}
  CASE
    WHEN LOWER({{ product_category }}) LIKE '%ultimate%' OR LOWER({{ product_category }}) LIKE '%gold%' THEN 'Ultimate'
    WHEN LOWER({{ product_category }}) LIKE '%premium%' OR LOWER({{ product_category }}) LIKE '%silver%' THEN 'Premium'
    WHEN LOWER({{ product_category }}) LIKE '%starter%' OR LOWER({{ product_category }}) LIKE '%bronze%' THEN 'Starter/Bronze'
    ELSE 'Other'
  END
{%- endmacro %}
