-- grain: one row per month, subscription, deployment and installation or top-level group
WITH mart_product_usage_wave_1_3_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_wave_1_3_metrics_monthly') }}
),

mart_saas_product_usage_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_saas_product_usage_metrics_monthly') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

dim_namespace AS (
  SELECT * FROM {{ ref('dim_namespace') }}
),

fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

dim_product_detail AS (
  SELECT * FROM {{ ref('dim_product_detail') }}
),

newest_versions AS (
  SELECT * FROM dim_subscription
  WHERE is_latest_version
),

-- older versions of a name repeat its charges: the newest version has them all
billed AS (
  {{ select_billed_seats_sql('fct_mrr', 'newest_versions', 'dim_product_detail') }}
),

-- a subscription with both kinds of own installations keeps the product of the higher tier
own_installations AS (
  {{ latest_record(
    'billed', key=[
      'dim_date_id', 'dim_subscription_id_original',
      "product_deployment_type IN ('Self-Managed', 'Dedicated')"
    ],
    order_by='product_ranking DESC, seats DESC, product_deployment_type'
  ) }}
),

used AS (
  SELECT
    {{ paid_usage_columns('installation_month', {
      'dim_namespace_id': 'NULL::BIGINT',
      'deployment_type': "COALESCE(own_installations.product_deployment_type, 'Self-Managed')",
      'installation_creation_date': 'MIN(installation_month.ping_created_at)'
        ~ ' OVER (PARTITION BY installation_month.dim_installation_id)::DATE',
      'billed_seats': 'own_installations.seats'
    }) }}
  FROM mart_product_usage_wave_1_3_metrics_monthly AS installation_month
  LEFT OUTER JOIN own_installations
    ON installation_month.dim_subscription_id_original
      = own_installations.dim_subscription_id_original
      AND {{ get_date_id('installation_month.snapshot_month') }} = own_installations.dim_date_id
      AND own_installations.product_deployment_type IN ('Self-Managed', 'Dedicated')

  UNION ALL

  SELECT
    {{ paid_usage_columns('group_month', {
      'dim_instance_id': 'NULL::VARCHAR', 'dim_installation_id': 'NULL::VARCHAR',
      'deployment_type': "'GitLab.com'",
      'ping_created_at': 'group_month.ping_date::TIMESTAMP',
      'cleaned_version': 'NULL::VARCHAR', 'active_user_count': 'NULL::INTEGER',
      'license_user_count': 'group_month.subscription_seats',
      'installation_creation_date': 'NULL::DATE',
      'billed_seats': 'billed.seats'
    }) }}
  FROM mart_saas_product_usage_metrics_monthly AS group_month
  LEFT OUTER JOIN billed
    ON group_month.dim_subscription_id_original = billed.dim_subscription_id_original
      AND {{ get_date_id('group_month.snapshot_month') }} = billed.dim_date_id
      AND billed.product_deployment_type = 'GitLab.com'
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'used.snapshot_month', 'used.dim_subscription_id', 'used.deployment_type',
      'used.dim_instance_id', 'used.dim_installation_id', 'used.dim_namespace_id'
    ]) }}::VARCHAR AS primary_key,
    -- foreign keys
    used.dim_subscription_id::VARCHAR AS dim_subscription_id,
    used.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    used.dim_crm_account_id::VARCHAR AS dim_crm_account_id,
    used.dim_billing_account_id::VARCHAR AS dim_billing_account_id,
    used.dim_namespace_id::BIGINT AS dim_namespace_id,
    used.dim_installation_id::VARCHAR AS dim_installation_id,
    -- attributes
    dim_subscription.subscription_name::VARCHAR AS subscription_name,
    dim_subscription.subscription_status::VARCHAR AS subscription_status,
    newest_versions.subscription_status::VARCHAR AS subscription_status_most_recent_version,
    CASE WHEN used.deployment_type = 'Self-Managed' THEN 'Self-Managed' ELSE 'SaaS' END::VARCHAR
      AS delivery_type,
    used.deployment_type::VARCHAR AS deployment_type,
    used.instance_type::VARCHAR AS instance_type,
    used.cleaned_version::VARCHAR AS cleaned_version,
    CASE
      WHEN used.billed_seats > 0 THEN 'Zuora'
      WHEN used.license_user_count IS NOT NULL THEN 'Service Ping'
    END::VARCHAR AS license_user_count_source,
    -- flags
    (
      used.is_data_in_subscription_month
      AND ROW_NUMBER() OVER (
        PARTITION BY
          used.dim_subscription_id_original, used.dim_installation_id, used.dim_namespace_id
        ORDER BY used.is_data_in_subscription_month DESC, used.snapshot_month DESC
      ) = 1
    )::BOOLEAN AS is_latest_data,
    -- dates
    used.snapshot_month::DATE AS snapshot_month,
    dim_subscription.subscription_start_date::DATE AS subscription_start_date,
    dim_subscription.subscription_end_date::DATE AS subscription_end_date,
    dim_subscription.term_start_date::DATE AS term_start_date,
    dim_subscription.term_end_date::DATE AS term_end_date,
    used.installation_creation_date::DATE AS installation_creation_date,
    dim_namespace.created_at::DATE AS namespace_creation_date,
    used.ping_created_at::TIMESTAMP AS ping_created_at,
    -- measures: a ratio, users, users or events
    {{ usage_ratio(
      'used.billable_user_count', 'COALESCE(NULLIF(used.billed_seats, 0), used.license_user_count)'
    ) }} AS license_utilization,
    used.billable_user_count::INTEGER AS billable_user_count,
    used.active_user_count::INTEGER AS active_user_count,
    used.max_historical_user_count::INTEGER AS max_historical_user_count,
    COALESCE(NULLIF(used.billed_seats, 0), used.license_user_count)::INTEGER AS license_user_count,
    {{ wave_metric_casts('used') }}
  FROM used
  LEFT OUTER JOIN dim_subscription
    ON used.dim_subscription_id = dim_subscription.dim_subscription_id
  INNER JOIN newest_versions
    ON used.dim_subscription_id_original = newest_versions.dim_subscription_id_original
  LEFT OUTER JOIN dim_namespace
    ON used.dim_namespace_id = dim_namespace.dim_namespace_id
  -- an installation reports on when its subscription is over, but nobody pays for it then
  WHERE {{ is_in_force(
    'newest_versions.subscription_start_date', 'newest_versions.subscription_end_date',
    'used.snapshot_month'
  ) }}
)

SELECT * FROM final
