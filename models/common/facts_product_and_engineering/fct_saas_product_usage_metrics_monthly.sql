-- grain: one row per month, subscription and top-level group it pays for
WITH prep_saas_usage_ping_namespace AS (
  SELECT * FROM {{ ref('prep_saas_usage_ping_namespace') }}
),

bdg_namespace_order_subscription_monthly AS (
  SELECT * FROM {{ ref('bdg_namespace_order_subscription_monthly') }}
),

map_latest_subscription_namespace_monthly AS (
  SELECT * FROM {{ ref('map_latest_subscription_namespace_monthly') }}
),

bdg_subscription_product_rate_plan AS (
  SELECT * FROM {{ ref('bdg_subscription_product_rate_plan') }}
),

gitlab_subscriptions_daily_snapshot AS (
  SELECT * FROM {{ ref('gitlab_subscriptions_daily_snapshot') }}
),

dim_ping_metric AS (
  SELECT * FROM {{ ref('dim_ping_metric') }}
),

dim_host_instance_type AS (
  SELECT * FROM {{ ref('dim_host_instance_type') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

matched AS (
  SELECT
    snapshot_month,
    dim_namespace_id,
    dim_subscription_id,
    dim_subscription_id_original,
    dim_billing_account_id
  FROM bdg_namespace_order_subscription_monthly
  WHERE match_status = 'Paid All Matching'
),

named AS (
  -- where the order is wrong or missing, the namespace written in the subscription is believed
  SELECT
    map_latest_subscription_namespace_monthly.snapshot_month,
    map_latest_subscription_namespace_monthly.dim_namespace_id,
    map_latest_subscription_namespace_monthly.dim_subscription_id,
    map_latest_subscription_namespace_monthly.dim_subscription_id_original,
    map_latest_subscription_namespace_monthly.dim_billing_account_id
  FROM map_latest_subscription_namespace_monthly
  INNER JOIN prep_date
    ON map_latest_subscription_namespace_monthly.snapshot_month = prep_date.date_actual
  LEFT OUTER JOIN matched
    ON map_latest_subscription_namespace_monthly.dim_namespace_id = matched.dim_namespace_id
      AND map_latest_subscription_namespace_monthly.snapshot_month = matched.snapshot_month
  WHERE
    matched.dim_namespace_id IS NULL
    -- the two years the match of orders goes back
    AND prep_date.fiscal_months_ago <= 24
),

hosted AS (
  -- Dedicated is delivered as a service too, but on an installation that sends its own pings;
  -- the version that cancels a subscription has its plans removed, though they held until then
  SELECT DISTINCT dim_subscription_id_original
  FROM bdg_subscription_product_rate_plan
  WHERE product_deployment_type = 'GitLab.com'
),

subscribed AS (
  SELECT * FROM matched
  UNION ALL
  SELECT * FROM named
),

wave_pings AS (
  SELECT prep_saas_usage_ping_namespace.*
  FROM prep_saas_usage_ping_namespace
  INNER JOIN dim_ping_metric
    ON prep_saas_usage_ping_namespace.ping_name = dim_ping_metric.metrics_path
  WHERE dim_ping_metric.is_wave_metric
),

usage_months AS (
  {{ select_namespace_usage_months_sql('wave_pings') }}
),

seats AS (
  {{ select_month_seats_sql('gitlab_subscriptions_daily_snapshot') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'subscribed.snapshot_month', 'subscribed.dim_subscription_id', 'subscribed.dim_namespace_id'
    ]) }}::VARCHAR AS saas_product_usage_metrics_monthly_id,
    -- foreign keys
    subscribed.dim_subscription_id::VARCHAR AS dim_subscription_id,
    subscribed.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    subscribed.dim_billing_account_id::VARCHAR AS dim_billing_account_id,
    subscribed.dim_namespace_id::BIGINT AS dim_namespace_id,
    {{ missing_member_key('dim_host_instance_type.dim_host_instance_type_id') }}::VARCHAR
      AS dim_host_instance_type_id,
    -- attributes
    COALESCE(dim_host_instance_type.instance_type, 'Unknown')::VARCHAR AS instance_type,
    COALESCE(dim_host_instance_type.included_in_health_measures, 'Excluded')::VARCHAR
      AS included_in_health_measures,
    -- flags
    (COALESCE(seats.seats, 0) = 0)::BOOLEAN AS is_missing_paid_seats,
    (usage_months.ping_date IS NOT NULL)::BOOLEAN AS is_data_in_subscription_month,
    (
      usage_months.ping_date IS NOT NULL
      AND ROW_NUMBER() OVER (
        PARTITION BY subscribed.dim_subscription_id_original, subscribed.dim_namespace_id
        ORDER BY usage_months.ping_date DESC NULLS LAST, subscribed.snapshot_month DESC
      ) = 1
    )::BOOLEAN AS is_latest_data,
    -- dates
    subscribed.snapshot_month::DATE AS snapshot_month,
    usage_months.ping_date::DATE AS ping_date,
    -- measures: seats, users, a ratio, users or events
    seats.seats::INTEGER AS subscription_seats,
    seats.seats_in_use::INTEGER AS billable_user_count,
    seats.max_seats_used::INTEGER AS max_historical_user_count,
    {{ usage_ratio('seats.seats_in_use', 'seats.seats') }} AS license_utilization,
    {{ wave_metric_casts('usage_months') }}
  FROM subscribed
  INNER JOIN hosted
    ON subscribed.dim_subscription_id_original = hosted.dim_subscription_id_original
  LEFT OUTER JOIN usage_months
    ON subscribed.dim_namespace_id = usage_months.dim_namespace_id
      AND subscribed.snapshot_month = usage_months.snapshot_month
  LEFT OUTER JOIN seats
    ON subscribed.dim_namespace_id = seats.dim_namespace_id
      AND subscribed.snapshot_month = seats.snapshot_month
  LEFT OUTER JOIN dim_host_instance_type
    ON subscribed.dim_namespace_id = dim_host_instance_type.dim_namespace_id
)

SELECT * FROM final
