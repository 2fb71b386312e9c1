-- grain: one row per subscription, installation and month (primary_key)
WITH mart_product_usage_wave_1_3_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_wave_1_3_metrics_monthly') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

counters AS (
  {{ select_counter_values_sql('mart_product_usage_wave_1_3_metrics_monthly') }}
),

compared AS (
  SELECT
    dim_subscription_id_original,
    dim_installation_id,
    counter_name,
    snapshot_month,
    LAG(snapshot_month) OVER (
      PARTITION BY dim_subscription_id_original, dim_installation_id, counter_name
      ORDER BY snapshot_month
    ) AS previous_month,
    counter_value - LAG(counter_value) OVER (
      PARTITION BY dim_subscription_id_original, dim_installation_id, counter_name
      ORDER BY snapshot_month
    ) AS since_last_ping,
    LAG(ping_date) OVER (
      PARTITION BY dim_subscription_id_original, dim_installation_id, counter_name
      ORDER BY snapshot_month
    ) AS previous_ping_date,
    ping_date
  FROM counters
),

grown AS (
  -- a counter that fell was reset and says nothing about the time before
  SELECT
    *,
    {{ dbt.datediff('previous_ping_date', 'ping_date', 'day') }} AS days_since_last_ping
  FROM compared
  WHERE since_last_ping >= 0
),

monthly_events AS (
  -- the growth between two pings is spread evenly over the days between them
  SELECT
    grown.dim_subscription_id_original,
    grown.dim_installation_id,
    grown.counter_name,
    dim_date.date_actual AS snapshot_month,
    CASE WHEN dim_date.date_actual = grown.snapshot_month THEN grown.since_last_ping END
      AS since_last_ping,
    ROUND(
      grown.since_last_ping * dim_date.days_in_month_count / NULLIF(grown.days_since_last_ping, 0)
    ) AS estimated_monthly
  FROM grown
  INNER JOIN dim_date
    ON grown.previous_month < dim_date.date_actual
      AND grown.snapshot_month >= dim_date.date_actual
  WHERE dim_date.date_actual = dim_date.first_day_of_month
),

pivoted AS (
  SELECT
    dim_subscription_id_original,
    dim_installation_id,
    snapshot_month,
    {{ counter_growth_pivot() }}
  FROM monthly_events
  GROUP BY dim_subscription_id_original, dim_installation_id, snapshot_month
),

final AS (
  SELECT
    -- primary key
    usage_month.primary_key::VARCHAR AS primary_key,
    -- foreign keys
    usage_month.dim_subscription_id::VARCHAR AS dim_subscription_id,
    usage_month.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    usage_month.dim_billing_account_id::VARCHAR AS dim_billing_account_id,
    usage_month.dim_installation_id::VARCHAR AS dim_installation_id,
    -- dates
    usage_month.snapshot_month::DATE AS snapshot_month,
    -- measures (events)
    {{ counter_growth_columns('usage_month', 'pivoted') }}
  FROM mart_product_usage_wave_1_3_metrics_monthly AS usage_month
  LEFT OUTER JOIN pivoted
    ON usage_month.dim_subscription_id_original = pivoted.dim_subscription_id_original
      AND usage_month.dim_installation_id = pivoted.dim_installation_id
      AND usage_month.snapshot_month = pivoted.snapshot_month
)

SELECT * FROM final
