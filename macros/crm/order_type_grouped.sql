{#- New, growth or other business, from an order type such as '1. New - First Order'. Growth
    includes what shrinks: 2 to 6. -#}
{% macro order_type_grouped(order_type) -%}
  CASE SUBSTR({{ order_type }}, 1, 2)
    WHEN '1.' THEN '1) New'
    WHEN '2.' THEN '2) Growth'
    WHEN '3.' THEN '2) Growth'
    WHEN '4.' THEN '2) Growth'
    WHEN '5.' THEN '2) Growth'
    WHEN '6.' THEN '2) Growth'
    WHEN '7.' THEN '3) Other'
    ELSE 'Missing order_type_name_grouped'
  END
{%- endmacro %}
