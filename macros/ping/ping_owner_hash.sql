{#- Hash of whose a ping is and under what license, in the columns of fct_ping_instance: what can
    change after a ping came in, because licenses, mergers and purges become known later. -#}
{% macro ping_owner_hash(relation) -%}
  {{ return(adapter.dispatch('ping_owner_hash', 'edp')(relation)) }}
{%- endmacro %}

{% macro default__ping_owner_hash(relation) -%}
  {%- set columns = [] -%}
  {%- for column in [
    'dim_license_id', 'dim_subscription_id', 'dim_subscription_id_original',
    'dim_billing_account_id', 'dim_crm_account_id', 'dim_parent_crm_account_id',
    'dim_product_tier_id', 'product_tier', 'ping_deployment_type'
  ] -%}
    {%- do columns.append(relation ~ '.' ~ column) -%}
  {%- endfor -%}
  {{ return(surrogate_key(columns)) }}
{%- endmacro %}
