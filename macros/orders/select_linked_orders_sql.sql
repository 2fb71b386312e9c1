{#- SELECT of one row per order or subscription name, or both where they belong together, and
    month. An order knows its namespace; a subscription nobody ordered in the portal names one
    itself. Arguments are CTEs: `orders` as prep_order, `subscriptions` as prep_subscription,
    `tiers` with one row per version to keep, `months` with snapshot_month. -#}
{% macro select_linked_orders_sql(orders, subscriptions, tiers, months) -%}
  {{ return(adapter.dispatch('select_linked_orders_sql', 'edp')(
    orders, subscriptions, tiers, months
  )) }}
{%- endmacro %}

{% macro default__select_linked_orders_sql(orders, subscriptions, tiers, months) -%}
WITH subscription_months AS (
  {{ select_versions_in_force_sql(subscriptions, tiers, months) }}
  ),

  order_months AS (
  {{ select_orders_in_force_sql(orders, subscriptions, 'subscription_months', months) }}
  )

  SELECT
    COALESCE(order_months.snapshot_month, subscription_months.snapshot_month) AS snapshot_month,
    CASE
      WHEN order_months.internal_order_id IS NULL THEN subscription_months.namespace_id
      ELSE order_months.dim_namespace_id
    END AS namespace_id,
    order_months.internal_order_id,
    order_months.product_rate_plan_id,
    order_months.dim_namespace_id AS order_namespace_id,
    order_months.dim_subscription_id AS order_subscription_id,
    COALESCE(order_months.is_trial, FALSE) AS is_trial_order,
    subscription_months.dim_subscription_id,
    subscription_months.dim_subscription_id_original,
    subscription_months.subscription_name,
    subscription_months.dim_billing_account_id,
    subscription_months.dim_crm_account_id,
    subscription_months.dim_product_tier_id
  FROM order_months
  FULL OUTER JOIN subscription_months
    ON
      order_months.dim_subscription_id_original = subscription_months.dim_subscription_id_original
      AND order_months.snapshot_month = subscription_months.snapshot_month
{%- endmacro %}
