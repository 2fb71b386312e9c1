{#- How well the namespace, the order and the subscription of one row agree; the first finding
    counts. Columns of `row`: dim_namespace_id (NULL when unknown), is_ultimate_parent,
    has_paid_plan and is_on_trial of the month, internal_order_id, is_trial_order,
    order_namespace_id, order_subscription_id, dim_subscription_id (NULL when billing knows
    none), is_plan_in_subscription. -#}
{% macro namespace_order_subscription_status(row) -%}
  {{ return(adapter.dispatch('namespace_order_subscription_status', 'edp')(row)) }}
{%- endmacro %}

{% macro default__namespace_order_subscription_status(row) -%}
CASE
      WHEN {{ row }}.is_on_trial AND {{ row }}.internal_order_id IS NULL
        THEN 'Trial Namespace Missing Order'
      WHEN {{ row }}.internal_order_id IS NOT NULL AND NOT {{ row }}.is_ultimate_parent
        THEN 'Order Linked to Non-Ultimate Parent Namespace'
      WHEN {{ row }}.has_paid_plan AND {{ row }}.internal_order_id IS NULL
        THEN 'Paid Namespace Missing Order'
      WHEN {{ row }}.has_paid_plan AND {{ row }}.order_subscription_id IS NULL
        THEN 'Paid Namespace Missing Order Subscription'
      WHEN {{ row }}.has_paid_plan AND {{ row }}.dim_subscription_id IS NULL
        THEN 'Paid Namespace Missing Zuora Subscription'
      WHEN
        {{ row }}.order_subscription_id IS NOT NULL AND {{ row }}.order_namespace_id IS NULL
        THEN 'Paid Order Missing Namespace Assignment'
      WHEN {{ row }}.order_subscription_id IS NOT NULL AND NOT {{ row }}.is_plan_in_subscription
        THEN 'Paid Order Product Rate Plan Misaligned with Zuora'
      WHEN {{ row }}.internal_order_id IS NOT NULL AND {{ row }}.order_namespace_id IS NULL
        THEN 'Free Order Missing Namespace Assignment'
      WHEN {{ row }}.internal_order_id IS NOT NULL AND {{ row }}.dim_namespace_id IS NULL
        THEN 'Order Namespace Not Found'
      WHEN {{ row }}.internal_order_id IS NULL AND {{ row }}.dim_subscription_id IS NOT NULL
        THEN 'Paid Subscription Missing Order'
      WHEN {{ row }}.dim_subscription_id IS NOT NULL
        THEN 'Paid All Matching'
      WHEN {{ row }}.is_trial_order
        THEN 'Trial All Matching'
      ELSE 'Free Namespace'
    END
{%- endmacro %}
