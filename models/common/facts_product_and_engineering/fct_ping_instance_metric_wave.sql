-- grain: one row per ping of an installation, GitLab.com included (dim_ping_instance_id)
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH fct_ping_instance AS (
  SELECT * FROM {{ ref('fct_ping_instance') }}
),

fct_ping_instance_metric AS (
  SELECT * FROM {{ ref('fct_ping_instance_metric') }}
),

dim_ping_metric AS (
  SELECT * FROM {{ ref('dim_ping_metric') }}
),

wave_metrics AS (
  SELECT
    fct_ping_instance_metric.dim_ping_instance_id,
    fct_ping_instance_metric.metric_value,
    dim_ping_metric.metrics_path
  FROM fct_ping_instance_metric
  INNER JOIN dim_ping_metric
    ON fct_ping_instance_metric.ping_metric_id = dim_ping_metric.ping_metric_id
  WHERE dim_ping_metric.is_wave_metric
),

pivoted AS (
  SELECT
    dim_ping_instance_id,
    {{ wave_metric_pivot() }}
  FROM wave_metrics
  GROUP BY dim_ping_instance_id
),

final AS (
  SELECT
    -- primary key
    fct_ping_instance.ping_instance_id::VARCHAR AS dim_ping_instance_id,
    -- foreign keys
    fct_ping_instance.dim_ping_date_id::INTEGER AS dim_ping_date_id,
    fct_ping_instance.dim_instance_id::VARCHAR AS dim_instance_id,
    fct_ping_instance.dim_installation_id::VARCHAR AS dim_installation_id,
    fct_ping_instance.dim_license_id::BIGINT AS dim_license_id,
    fct_ping_instance.dim_subscription_id::VARCHAR AS dim_subscription_id,
    fct_ping_instance.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    fct_ping_instance.dim_billing_account_id::VARCHAR AS dim_billing_account_id,
    fct_ping_instance.dim_crm_account_id::VARCHAR AS dim_crm_account_id,
    fct_ping_instance.dim_parent_crm_account_id::VARCHAR AS dim_parent_crm_account_id,
    fct_ping_instance.dim_product_tier_id::VARCHAR AS dim_product_tier_id,
    -- attributes
    fct_ping_instance.hostname_hash::VARCHAR AS hostname_hash,
    fct_ping_instance.ping_edition::VARCHAR AS ping_edition,
    fct_ping_instance.product_tier::VARCHAR AS product_tier,
    fct_ping_instance.ping_delivery_type::VARCHAR AS ping_delivery_type,
    fct_ping_instance.ping_deployment_type::VARCHAR AS ping_deployment_type,
    fct_ping_instance.cleaned_version::VARCHAR AS cleaned_version,
    -- flags
    fct_ping_instance.is_trial::BOOLEAN AS is_trial,
    -- dates
    fct_ping_instance.ping_created_at::TIMESTAMP AS ping_created_at,
    fct_ping_instance.ping_created_date_month::DATE AS ping_created_date_month,
    -- measures: users, wave metrics in users or events, two settings
    fct_ping_instance.instance_user_count::INTEGER AS instance_user_count,
    fct_ping_instance.historical_max_users::INTEGER AS historical_max_users,
    fct_ping_instance.license_user_count::INTEGER AS license_user_count,
    fct_ping_instance.license_billable_users::INTEGER AS license_billable_users,
    {{ wave_metric_casts('pivoted') }},
    pivoted.is_shared_runners_enabled::BOOLEAN AS is_shared_runners_enabled,
    pivoted.is_container_registry_enabled::BOOLEAN AS is_container_registry_enabled
  FROM fct_ping_instance
  LEFT OUTER JOIN pivoted
    ON fct_ping_instance.ping_instance_id = pivoted.dim_ping_instance_id
)

SELECT * FROM final
