-- grain: one row per subscription, installation and month (primary_key)
WITH mart_product_usage_wave_1_3_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_wave_1_3_metrics_monthly') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

counters AS (
  -- every counter has gaps of its own, so each is a series of its own
  {%- for column in all_time_event_columns() %}
  SELECT
    dim_subscription_id_original,
    dim_installation_id,
    snapshot_month,
    ping_created_at::DATE AS ping_date,
    {{ text_literal(column) }} AS counter_name,
    {{ column }} AS counter_value
  FROM mart_product_usage_wave_1_3_metrics_monthly
  WHERE {{ column }} IS NOT NULL
  {%- if not loop.last %}
  UNION ALL
  {%- endif %}
  {%- endfor %}
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
    {{ dbt.datediff('LAG(ping_date) OVER (
      PARTITION BY dim_subscription_id_original, dim_installation_id, counter_name
      ORDER BY snapshot_month
    )', 'ping_date', 'day') }} AS days_since_last_ping
  FROM counters
),

grown AS (
  -- a counter that fell was reset and says nothing about the time before
  SELECT *
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
    snapshot_month
    {%- for column in all_time_event_columns() %}
    {%- for measure in ['since_last_ping', 'estimated_monthly'] %},
    MAX(CASE WHEN counter_name = {{ text_literal(column) }} THEN {{ measure }} END)
      AS {{ column }}_{{ measure }}
    {%- endfor %}
    {%- endfor %}
  FROM monthly_events
  GROUP BY dim_subscription_id_original, dim_installation_id, snapshot_month
),

final AS (
  SELECT
    -- primary key
    monthly.primary_key::VARCHAR AS primary_key,
    -- foreign keys
    monthly.dim_subscription_id::VARCHAR AS dim_subscription_id,
    monthly.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    monthly.dim_billing_account_id::VARCHAR AS dim_billing_account_id,
    monthly.dim_installation_id::VARCHAR AS dim_installation_id,
    -- dates
    monthly.snapshot_month::DATE AS snapshot_month,
    -- measures (events)
    {%- for column in all_time_event_columns() %}
    monthly.{{ column }}::BIGINT AS {{ column }},
    pivoted.{{ column }}_since_last_ping::BIGINT AS {{ column }}_since_last_ping,
    pivoted.{{ column }}_estimated_monthly::BIGINT
      AS {{ column }}_estimated_monthly{{ ',' if not loop.last }}
    {%- endfor %}
  FROM mart_product_usage_wave_1_3_metrics_monthly AS monthly
  LEFT OUTER JOIN pivoted
    ON monthly.dim_subscription_id_original = pivoted.dim_subscription_id_original
      AND monthly.dim_installation_id = pivoted.dim_installation_id
      AND monthly.snapshot_month = pivoted.snapshot_month
)

SELECT * FROM final
