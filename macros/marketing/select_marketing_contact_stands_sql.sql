{#- SELECT of contact, role, namespace, subscription and tier. A namespace role stands for its
    namespace on the plan of the topmost group. A customer of the portal stands for what was
    ordered, a billing contact for what the account pays, on GitLab.com and on own servers; a
    role that stands for nothing today gives no row. Arguments are CTEs: `matched` the groups of
    GitLab.com with what was bought for them, `own_servers` the running subscriptions elsewhere. -#}
{% macro select_marketing_contact_stands_sql(roles, namespaces, orders, matched, own_servers) -%}
SELECT
  {{ roles }}.dim_marketing_contact_id,
  {{ roles }}.marketing_contact_role,
  {{ namespaces }}.dim_namespace_id,
  {{ namespaces }}.ultimate_parent_namespace_id,
  {{ matched }}.dim_subscription_id,
  {{ namespaces }}.dim_product_tier_id
FROM {{ roles }}
INNER JOIN {{ namespaces }}
  ON {{ roles }}.dim_namespace_id = {{ namespaces }}.dim_namespace_id
LEFT OUTER JOIN {{ matched }}
  ON {{ namespaces }}.ultimate_parent_namespace_id = {{ matched }}.ultimate_parent_namespace_id
UNION DISTINCT
SELECT
  {{ roles }}.dim_marketing_contact_id,
  {{ roles }}.marketing_contact_role,
  {{ matched }}.dim_namespace_id,
  {{ matched }}.ultimate_parent_namespace_id,
  {{ matched }}.dim_subscription_id,
  {{ matched }}.dim_product_tier_id
FROM {{ roles }}
INNER JOIN {{ orders }}
  ON {{ roles }}.customer_db_customer_id = {{ orders }}.customer_id
INNER JOIN {{ matched }}
  ON {{ orders }}.internal_order_id = {{ matched }}.internal_order_id
UNION DISTINCT
SELECT
  {{ roles }}.dim_marketing_contact_id,
  {{ roles }}.marketing_contact_role,
  {{ matched }}.dim_namespace_id,
  {{ matched }}.ultimate_parent_namespace_id,
  {{ matched }}.dim_subscription_id,
  {{ matched }}.dim_product_tier_id
FROM {{ roles }}
INNER JOIN {{ matched }}
  ON {{ roles }}.dim_billing_account_id = {{ matched }}.dim_billing_account_id
UNION DISTINCT
SELECT
  {{ roles }}.dim_marketing_contact_id,
  {{ roles }}.marketing_contact_role,
  NULL AS dim_namespace_id,
  NULL AS ultimate_parent_namespace_id,
  {{ own_servers }}.dim_subscription_id,
  {{ own_servers }}.dim_product_tier_id
FROM {{ roles }}
INNER JOIN {{ orders }}
  ON {{ roles }}.customer_db_customer_id = {{ orders }}.customer_id
INNER JOIN {{ own_servers }}
  ON {{ orders }}.subscription_name = {{ own_servers }}.subscription_name
UNION DISTINCT
SELECT
  {{ roles }}.dim_marketing_contact_id,
  {{ roles }}.marketing_contact_role,
  NULL AS dim_namespace_id,
  NULL AS ultimate_parent_namespace_id,
  {{ own_servers }}.dim_subscription_id,
  {{ own_servers }}.dim_product_tier_id
FROM {{ roles }}
INNER JOIN {{ own_servers }}
  ON {{ roles }}.dim_billing_account_id = {{ own_servers }}.dim_billing_account_id
{%- endmacro %}
