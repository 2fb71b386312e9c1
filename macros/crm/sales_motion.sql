{#- How an opportunity was sold: Self-Service, Partner or Sales-Assisted. Any sign of the web
    portal makes it self-service, also when a partner is named, because nobody worked on it. -#}
{% macro sales_motion(is_web_portal_purchase, sales_qualified_source, deal_path) -%}
  CASE
    WHEN {{ is_web_portal_purchase }}
      OR {{ sales_qualified_source }} = 'Web Direct Generated'
      OR {{ deal_path }} = 'Web Direct' THEN 'Self-Service'
    WHEN {{ deal_path }} IN ('Partner', 'Channel') THEN 'Partner'
    ELSE 'Sales-Assisted'
  END
{%- endmacro %}
