-- grain: one row per subscription and day an installation of it reported its seats
WITH customers_db_license_seat_links_source AS (
  SELECT * FROM {{ ref('customers_db_license_seat_links_source') }}
),

prep_order AS (
  SELECT * FROM {{ ref('prep_order') }}
),

prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

version_hosts_source AS (
  SELECT * FROM {{ ref('version_hosts_source') }}
),

hosts AS (
  SELECT
    LOWER(host_url) AS hostname_lower,
    MIN(host_id) AS host_id
  FROM version_hosts_source
  GROUP BY LOWER(host_url)
),

-- the largest installation speaks for the subscription; the others are for tests or for a team
daily AS (
  {{ latest_record(
    'customers_db_license_seat_links_source',
    key=['subscription_id', 'report_date'],
    order_by='active_user_count DESC NULLS LAST, reported_at DESC, license_seat_link_id'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['daily.subscription_id', 'daily.report_date']) }}::VARCHAR AS seat_link_key,
    -- foreign keys
    {{ missing_member_key('prep_subscription.dim_subscription_id') }}::VARCHAR
      AS dim_subscription_id,
    {{ missing_member_key('prep_subscription.dim_subscription_id_original') }}::VARCHAR
      AS dim_subscription_id_original,
    daily.subscription_id::VARCHAR AS reported_subscription_id,
    prep_order.internal_order_id::BIGINT AS internal_order_id,
    hosts.host_id::BIGINT AS dim_host_id,
    daily.instance_uuid::VARCHAR AS dim_instance_id,
    CASE
      WHEN hosts.host_id IS NOT NULL
        THEN {{ surrogate_key(['hosts.host_id', 'daily.instance_uuid']) }}
    END::VARCHAR AS dim_installation_id,
    -- flags
    (prep_subscription.dim_subscription_id IS NOT NULL)::BOOLEAN AS is_subscription_in_zuora,
    (prep_order.internal_order_id IS NOT NULL)::BOOLEAN AS is_order_in_portal,
    -- dates
    daily.report_date::DATE AS report_date,
    DATE_TRUNC('month', daily.report_date)::DATE AS report_month,
    daily.license_start_date::DATE AS license_start_date,
    -- measures (users)
    daily.active_user_count::INTEGER AS active_user_count,
    daily.license_user_count::INTEGER AS license_user_count,
    daily.max_historical_user_count::INTEGER AS max_historical_user_count,
    -- metadata
    daily.reported_at::TIMESTAMP AS reported_at
  FROM daily
  LEFT OUTER JOIN prep_subscription
    ON daily.subscription_id = prep_subscription.dim_subscription_id
  LEFT OUTER JOIN prep_order
    ON daily.order_id = prep_order.internal_order_id
  LEFT OUTER JOIN hosts
    ON LOWER(daily.hostname) = hosts.hostname_lower
)

SELECT * FROM final
