-- grain: one row per month and top-level group or installation that is used without paying
WITH fct_ping_instance AS (
  SELECT * FROM {{ ref('fct_ping_instance') }}
),

fct_ping_instance_metric_wave AS (
  SELECT * FROM {{ ref('fct_ping_instance_metric_wave') }}
),

prep_saas_usage_ping_namespace AS (
  SELECT * FROM {{ ref('prep_saas_usage_ping_namespace') }}
),

bdg_namespace_order_subscription_monthly AS (
  SELECT * FROM {{ ref('bdg_namespace_order_subscription_monthly') }}
),

dim_ping_metric AS (
  SELECT * FROM {{ ref('dim_ping_metric') }}
),

map_license_subscription_account AS (
  SELECT * FROM {{ ref('map_license_subscription_account') }}
),

free_groups AS (
  -- a trial is free; one order or subscription that is paid makes the whole group a paying one
  SELECT
    ultimate_parent_namespace_id,
    snapshot_month
  FROM bdg_namespace_order_subscription_monthly
  GROUP BY
    ultimate_parent_namespace_id,
    snapshot_month
  HAVING
    COUNT(*) = COUNT(
      CASE WHEN match_status = 'Free Namespace' OR match_status LIKE 'Trial %' THEN 1 END
    )
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

dated_pings AS (
  SELECT
    *,
    MIN(ping_created_at) OVER (PARTITION BY dim_installation_id) AS first_ping_at
  FROM fct_ping_instance
),

-- who bought a license during the month is no free user at its end
last_pings AS (
  {{ latest_record(
    'dated_pings',
    key=['dim_installation_id', 'ping_created_date_month'],
    order_by='ping_created_at DESC, ping_instance_id DESC'
  ) }}
),

license_accounts AS (
  SELECT DISTINCT
    dim_license_id,
    dim_crm_account_id
  FROM map_license_subscription_account
),

unioned AS (
  SELECT
    usage_months.snapshot_month AS reporting_month,
    'SaaS' AS delivery_type,
    'GitLab.com' AS deployment_type,
    usage_months.dim_namespace_id,
    NULL::VARCHAR AS dim_installation_id,
    NULL::VARCHAR AS dim_crm_account_id,
    usage_months.ping_date,
    NULL::VARCHAR AS cleaned_version,
    NULL::DATE AS installation_creation_date,
    {{ wave_metric_casts('usage_months') }}
  FROM usage_months
  INNER JOIN free_groups
    ON usage_months.dim_namespace_id = free_groups.ultimate_parent_namespace_id
      AND usage_months.snapshot_month = free_groups.snapshot_month

  UNION ALL

  SELECT
    last_pings.ping_created_date_month AS reporting_month,
    last_pings.ping_delivery_type AS delivery_type,
    last_pings.ping_deployment_type AS deployment_type,
    NULL::BIGINT AS dim_namespace_id,
    last_pings.dim_installation_id,
    license_accounts.dim_crm_account_id,
    last_pings.ping_created_at::DATE AS ping_date,
    last_pings.cleaned_version,
    last_pings.first_ping_at::DATE AS installation_creation_date,
    {{ wave_metric_casts('fct_ping_instance_metric_wave') }}
  FROM last_pings
  INNER JOIN fct_ping_instance_metric_wave
    ON last_pings.ping_instance_id = fct_ping_instance_metric_wave.dim_ping_instance_id
  LEFT OUTER JOIN license_accounts
    ON last_pings.dim_license_id = license_accounts.dim_license_id
  WHERE
    last_pings.ping_deployment_type = 'Self-Managed'
    AND last_pings.product_tier = 'Free'
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['reporting_month', 'dim_namespace_id', 'dim_installation_id']) }}::VARCHAR
      AS free_user_metrics_monthly_id,
    -- foreign keys
    dim_namespace_id::BIGINT AS dim_namespace_id,
    dim_installation_id::VARCHAR AS dim_installation_id,
    {{ missing_member_key('dim_crm_account_id') }}::VARCHAR AS dim_crm_account_id,
    -- attributes
    delivery_type::VARCHAR AS delivery_type,
    deployment_type::VARCHAR AS deployment_type,
    cleaned_version::VARCHAR AS cleaned_version,
    -- flags
    (
      ROW_NUMBER() OVER (
        PARTITION BY dim_namespace_id, dim_installation_id ORDER BY reporting_month DESC
      ) = 1
    )::BOOLEAN AS is_latest_data,
    -- dates
    reporting_month::DATE AS reporting_month,
    ping_date::DATE AS ping_date,
    installation_creation_date::DATE AS installation_creation_date,
    -- measures: users or events
    {{ wave_metric_casts() }}
  FROM unioned
)

SELECT * FROM final
