{#- The 23 flags that say on which tier a contact acts, in the order of the contract, as a dict
    flag -> {roles, delivery, tier}. A group is the responsibility of who owns it, ordered it or
    pays for it. Kept as data, because the bridge sets the flags, the mart sums them up and the
    pumps send them. -#}
{% macro marketing_tier_flags() -%}
  {%- set buyers = ['Customer DB Owner', 'Zuora Billing Contact'] -%}
  {%- set saas_roles = {
    'individual_namespace_is': ['Personal Namespace Owner'],
    'group_owner_of': ['Group Namespace Owner'],
    'group_member_of': ['Group Namespace Member'],
    'responsible_for_group': ['Group Namespace Owner'] + buyers
  } -%}
  {%- set flags = {} -%}
  {%- for prefix, roles in saas_roles.items() -%}
    {%- for tier in ['trial', 'free', 'bronze', 'premium', 'ultimate'] -%}
      {%- do flags.update({
        prefix ~ '_saas_' ~ tier ~ '_tier': {'roles': roles, 'delivery': 'SaaS', 'tier': tier}
      }) -%}
    {%- endfor -%}
  {%- endfor -%}
  {%- for tier in ['starter', 'premium', 'ultimate'] -%}
    {%- do flags.update({
      'is_self_managed_' ~ tier ~ '_tier':
        {'roles': buyers, 'delivery': 'Self-Managed', 'tier': tier}
    }) -%}
  {%- endfor -%}
  {{ return(flags) }}
{%- endmacro %}
