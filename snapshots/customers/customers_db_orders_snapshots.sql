-- grain: one row per order and state it was in
{% snapshot customers_db_orders_snapshots %}
WITH source AS (
  SELECT * FROM {{ source('customers', 'customers_db_orders') }}
),

final AS (
  {{ latest_record(
    'source', key='id', order_by='updated_at DESC, _uploaded_at DESC, _task_instance DESC'
  ) }}
)

SELECT * FROM final
{% endsnapshot %}
