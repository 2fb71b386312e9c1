-- grain: one row per row of mart_arr and day on which it was known
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH mart_arr_snapshot AS (
  SELECT * FROM {{ ref('mart_arr_snapshot') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

{% if is_incremental() -%}
  last_load AS (
    -- the last days are built again: a snapshot may be taken after this model ran for its day
    SELECT {{ dbt.dateadd('day', -3, 'MAX(snapshot_date)') }}::DATE AS first_day
    FROM {{ this }}
  ),

{% endif -%}

day_to_load AS (
  SELECT dim_date.date_actual
  FROM dim_date
  {%- if is_incremental() %}
    CROSS JOIN last_load
    WHERE last_load.first_day IS NULL OR dim_date.date_actual >= last_load.first_day
  {%- endif %}
),

known AS (
  {{ snapshot_spine('mart_arr_snapshot', 'day_to_load', 'primary_key') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['snapshot_date', 'primary_key']) }} AS mart_arr_snapshot_id,
    -- foreign keys
    primary_key,
    dim_crm_account_id,
    dim_parent_crm_account_id,
    dim_billing_account_id,
    dim_subscription_id,
    dim_subscription_id_original,
    dim_product_detail_id,
    -- attributes
    parent_crm_account_sales_segment,
    subscription_name,
    subscription_status,
    product_tier_name,
    product_delivery_type,
    -- dates
    snapshot_date,
    arr_month,
    -- measures (mrr USD per month, arr USD per year, quantity in the charge's unit)
    mrr::DECIMAL(18, 6) AS mrr,
    arr::DECIMAL(18, 2) AS arr,
    quantity::DECIMAL(18, 6) AS quantity
  FROM known
)

SELECT * FROM final
