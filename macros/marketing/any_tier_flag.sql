{#- TRUE when one of the tier flags of these tiers is; of those the contact answers for alone if
    `is_responsible`, because a member of a group did not choose its plan. -#}
{% macro any_tier_flag(tiers, is_responsible=false) -%}
  {%- set found = [] -%}
  {%- for flag, rule in marketing_tier_flags().items() if rule.tier in tiers -%}
    {%- if not (is_responsible and 'Group Namespace Member' in rule.roles) -%}
      {%- do found.append(flag) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return('(' ~ found | join(' OR ') ~ ')') }}
{%- endmacro %}
