{#- Whether an account belongs to high-velocity sales. Since fiscal year 2025 the owner tells it;
    before, it was a small customer by revenue and employees, without Ultimate in its family,
    outside Japan, the public sector and JiHu. Unknown size counts as small. -#}
{% macro is_hvs_account(account) -%}
  CASE
    WHEN {{ account }}.fiscal_year >= 2025 THEN {{ account }}.is_hvs_owner
    ELSE
      COALESCE({{ account }}.carr_account_family, 0) <= 30000
      AND COALESCE({{ account }}.max_family_employee, 0) <= 100
      AND NOT {{ account }}.has_ultimate_in_family
      AND {{ account }}.crm_account_sales_segment IN ('SMB', 'Mid-Market', 'Large')
      AND COALESCE({{ account }}.crm_account_upa_country, '') != 'JP'
      AND NOT {{ account }}.is_jihu_account
  END
{%- endmacro %}
