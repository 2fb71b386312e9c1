{#- The masking roles that may be named in `config.meta.masking_policy` (Data Team Platform,
    "Masking Roles"). -#}
{% macro masking_roles() -%}
  {{ return([
    'people_data_masking', 'marketing_data_masking', 'sales_data_masking',
    'support_data_masking', 'product_data_masking'
  ]) }}
{%- endmacro %}
