{#- Whether nobody in particular looks after an account: a pooled user owns it, or, before there
    was one, it was the smallest kind of high-velocity sales account. -#}
{% macro is_pooled_account(account) -%}
  (
    COALESCE({{ account }}.user_name = 'Pooled Sales User', FALSE)
    OR (
      {{ account }}.fiscal_year < 2025
      AND COALESCE({{ account }}.carr_account_family, 0) < 1000
      AND {{ is_hvs_account(account) }}
    )
  )
{%- endmacro %}
