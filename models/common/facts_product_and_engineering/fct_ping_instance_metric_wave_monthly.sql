-- grain: one row per subscription, installation and month (primary_key)
WITH bdg_subscription_product_rate_plan AS (
  SELECT * FROM {{ ref('bdg_subscription_product_rate_plan') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

prep_usage_self_managed_seat_link AS (
  SELECT * FROM {{ ref('prep_usage_self_managed_seat_link') }}
),

prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

fct_ping_instance_metric_wave AS (
  SELECT * FROM {{ ref('fct_ping_instance_metric_wave') }}
),

dim_host_instance_type AS (
  SELECT * FROM {{ ref('dim_host_instance_type') }}
),

hosted_by_customer AS (
  -- Dedicated is sold as SaaS but every customer has an installation of its own
  SELECT DISTINCT dim_subscription_id_original
  FROM bdg_subscription_product_rate_plan
  WHERE product_deployment_type IN ('Self-Managed', 'Dedicated')
),

pings AS (
  SELECT
    fct_ping_instance_metric_wave.*,
    fct_ping_instance_metric_wave.ping_created_date_month AS snapshot_month
  FROM fct_ping_instance_metric_wave
  INNER JOIN hosted_by_customer
    ON fct_ping_instance_metric_wave.dim_subscription_id_original
      = hosted_by_customer.dim_subscription_id_original
  WHERE fct_ping_instance_metric_wave.ping_deployment_type != 'GitLab.com'
),

seat_reports AS (
  -- an installation that may not send pings has no host in the version service
  SELECT
    seat_link.seat_link_key,
    seat_link.dim_subscription_id,
    seat_link.dim_subscription_id_original,
    seat_link.dim_instance_id,
    COALESCE(
      seat_link.dim_installation_id,
      {{ surrogate_key(['seat_link.dim_host_id', 'seat_link.dim_instance_id']) }},
      {{ missing_member_id() }}
    ) AS dim_installation_id,
    seat_link.report_month AS snapshot_month,
    seat_link.report_date,
    seat_link.active_user_count,
    seat_link.license_user_count,
    seat_link.max_historical_user_count
  FROM prep_usage_self_managed_seat_link AS seat_link
  INNER JOIN hosted_by_customer
    ON seat_link.dim_subscription_id_original = hosted_by_customer.dim_subscription_id_original
),

{{ select_subscription_months_sql() }},

installations AS (
  {{ latest_record(
    'pings', ['dim_subscription_id_original', 'dim_installation_id'],
    'ping_created_at DESC, dim_ping_instance_id DESC'
  ) }}
),

counted AS (
  SELECT
    subscription_months.*,
    COALESCE(installations.dim_instance_id, seat_reports.dim_instance_id) AS dim_instance_id,
    installations.hostname_hash,
    prep_subscription.dim_billing_account_id,
    prep_subscription.dim_crm_account_id,
    pings.cleaned_version,
    pings.ping_created_at,
    seat_reports.report_date,
    -- what the ping does not say the seat report of the month does
    COALESCE(pings.license_billable_users, seat_reports.active_user_count) AS billable_user_count,
    COALESCE(pings.instance_user_count, seat_reports.active_user_count) AS active_user_count,
    COALESCE(pings.historical_max_users, seat_reports.max_historical_user_count)
      AS max_historical_user_count,
    COALESCE(pings.license_user_count, seat_reports.license_user_count) AS license_user_count,
    {{ wave_metric_casts('pings') }}
  FROM subscription_months
  LEFT OUTER JOIN installations
    ON subscription_months.dim_subscription_id_original = installations.dim_subscription_id_original
      AND subscription_months.dim_installation_id = installations.dim_installation_id
  LEFT OUTER JOIN pings
    ON subscription_months.dim_ping_instance_id = pings.dim_ping_instance_id
  LEFT OUTER JOIN seat_reports
    ON subscription_months.seat_link_key = seat_reports.seat_link_key
  LEFT OUTER JOIN prep_subscription
    ON subscription_months.dim_subscription_id = prep_subscription.dim_subscription_id
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(
      ['snapshot_month', 'dim_subscription_id_original', 'dim_installation_id']
    ) }}::VARCHAR AS primary_key,
    -- foreign keys
    counted.dim_subscription_id::VARCHAR AS dim_subscription_id,
    counted.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    {{ missing_member_key('counted.dim_billing_account_id') }}::VARCHAR AS dim_billing_account_id,
    {{ missing_member_key('counted.dim_crm_account_id') }}::VARCHAR AS dim_crm_account_id,
    counted.dim_instance_id::VARCHAR AS dim_instance_id,
    counted.dim_installation_id::VARCHAR AS dim_installation_id,
    counted.dim_ping_instance_id::VARCHAR AS dim_ping_instance_id,
    -- attributes
    COALESCE(dim_host_instance_type.instance_type, 'Unknown')::VARCHAR AS instance_type,
    COALESCE(dim_host_instance_type.included_in_health_measures, 'Excluded')::VARCHAR
      AS included_in_health_measures,
    counted.cleaned_version::VARCHAR AS cleaned_version,
    -- flags
    counted.is_reported::BOOLEAN AS is_data_in_subscription_month,
    (counted.is_reported AND counted.is_newest)::BOOLEAN AS is_latest_data,
    -- dates
    counted.snapshot_month::DATE AS snapshot_month,
    counted.ping_created_at::TIMESTAMP AS ping_created_at,
    counted.report_date::DATE AS seat_link_report_date,
    -- measures: ratio of users to seats, users, wave metrics in users or events
    (
      counted.billable_user_count::DECIMAL(18, 6) / NULLIF(counted.license_user_count, 0)
    )::DECIMAL(18, 6) AS license_utilization,
    counted.billable_user_count::INTEGER AS billable_user_count,
    counted.active_user_count::INTEGER AS active_user_count,
    counted.max_historical_user_count::INTEGER AS max_historical_user_count,
    counted.license_user_count::INTEGER AS license_user_count,
    {{ wave_metric_casts('counted') }}
  FROM counted
  LEFT OUTER JOIN dim_host_instance_type
    ON counted.dim_instance_id = dim_host_instance_type.dim_instance_id
      AND counted.hostname_hash = dim_host_instance_type.hostname_hash
)

SELECT * FROM final
