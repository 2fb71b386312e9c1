{#- What each tier flag means, as a dict flag -> SQL condition over a row with
    marketing_contact_role, product_delivery_type and tier. -#}
{% macro marketing_tier_conditions() -%}
  {%- set conditions = {} -%}
  {%- for flag, rule in marketing_tier_flags().items() -%}
    {%- do conditions.update({
      flag: "marketing_contact_role IN ('" ~ rule.roles | join("', '") ~ "') AND "
        ~ "product_delivery_type = '" ~ rule.delivery ~ "' AND tier = '" ~ rule.tier ~ "'"
    }) -%}
  {%- endfor -%}
  {{ return(conditions) }}
{%- endmacro %}
