{#- The subject areas of the platform: the tags of seeds/governance/project_tags.csv that name one,
    to the folders that hold that subject only. -#}
{% macro subjects() -%}
  {{ return({
    'finance': ['facts_financial', 'common_mart_finance', 'restricted_safe_common_mart_finance'],
    'sales': ['facts_sales_and_marketing', 'common_mart_sales', 'workspace_sales',
      'sales_analytics'],
    'marketing': ['marketo'],
    'product': ['facts_product_and_engineering', 'common_mart_product'],
    'customer_success': ['workspace_customer_success'],
    'data_science': ['workspace_data_science', 'data_science'],
    'engineering': ['workspace_engineering'],
    'people': [],
    'support': [],
    'governance': ['workspace_data', 'trusted_data']
  }) }}
{%- endmacro %}
