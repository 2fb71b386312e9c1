{#- The kind of transaction an opportunity is in the high-velocity sales reports. The order of
    the branches is the rule: services before everything, a first order before a seat
    reconciliation (QSR), that before growth. -#}
{% macro trx_type(order_type, opportunity_name, is_renewal, net_arr) -%}
  CASE
    WHEN {{ order_type }} LIKE '7.%' AND {{ opportunity_name }} NOT LIKE '%QSR%' THEN 'PS/CI'
    WHEN {{ order_type }} LIKE '1.%' AND {{ net_arr }} > 0 THEN 'First Order'
    WHEN {{ opportunity_name }} LIKE '%QSR%' AND NOT {{ is_renewal }} THEN CASE
      WHEN {{ net_arr }} > 0 THEN 'QSR Uplift'
      WHEN {{ net_arr }} < 0 THEN 'QSR Contraction'
      ELSE 'QSR Flat'
    END
    WHEN SUBSTR({{ order_type }}, 1, 2) IN ('2.', '3.', '4.') THEN
      CASE WHEN {{ is_renewal }} THEN 'Renewal' ELSE 'Growth' END
      || CASE
        WHEN {{ net_arr }} > 0 THEN '-Uplift'
        WHEN {{ net_arr }} < 0 THEN '-Contraction'
        ELSE '-Flat'
      END
    WHEN SUBSTR({{ order_type }}, 1, 2) IN ('5.', '6.') THEN 'Churn'
    ELSE 'Other'
  END
{%- endmacro %}
