{#- SELECT of one row per order and month in which it is in force. Every change of a
    subscription is an order of its own, so of the orders of one subscription name the newest
    counts, and only in months in which the name still holds. Arguments are CTEs: `orders` as
    prep_order, `subscriptions` as prep_subscription, `subscription_months` and `months` with
    snapshot_month. -#}
{% macro select_orders_in_force_sql(orders, subscriptions, subscription_months, months) -%}
  {{ return(adapter.dispatch('select_orders_in_force_sql', 'edp')(
    orders, subscriptions, subscription_months, months
  )) }}
{%- endmacro %}

{% macro default__select_orders_in_force_sql(orders, subscriptions, subscription_months, months) -%}
WITH covered AS (
    SELECT
      months.snapshot_month,
      orders.*,
      versions.dim_subscription_id_original,
      COALESCE(
        versions.dim_subscription_id_original,
        orders.dim_subscription_id,
        orders.internal_order_id::VARCHAR
      ) AS ordered_thing
    FROM {{ orders }} AS orders
    INNER JOIN {{ months }} AS months
      ON {{ is_in_force(
        'orders.order_start_date', 'orders.order_end_date', 'months.snapshot_month'
      ) }}
    LEFT OUTER JOIN {{ subscriptions }} AS versions
      ON orders.dim_subscription_id = versions.dim_subscription_id
    LEFT OUTER JOIN {{ subscription_months }} AS in_force
      ON
        versions.dim_subscription_id_original = in_force.dim_subscription_id_original
        AND months.snapshot_month = in_force.snapshot_month
    WHERE
      -- an order ends with its subscription, whatever end was ordered
      versions.dim_subscription_id_original IS NULL
      OR in_force.dim_subscription_id_original IS NOT NULL
  )

  {{ latest_record(
    'covered',
    key=['ordered_thing', 'snapshot_month'],
    order_by='created_at DESC, internal_order_id DESC'
  ) }}
{%- endmacro %}
