{#- Whether a user is one of the three small-business queues or an advocate who works them. -#}
{% macro is_hvs_owner(is_integration_owner, user_role_name) -%}
  COALESCE(
    {{ is_integration_owner }} OR LEFT({{ user_role_name }}, 13) = 'Advocate_SMB_', FALSE
  )
{%- endmacro %}
