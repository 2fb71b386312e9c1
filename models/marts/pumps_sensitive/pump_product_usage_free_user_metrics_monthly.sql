-- grain: one row per month and top-level group or installation that is used without paying
WITH mart_product_usage_free_user_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_free_user_metrics_monthly') }}
),

final AS (
  SELECT
    -- primary key
    primary_key::VARCHAR AS primary_key,
    -- foreign keys
    dim_namespace_id::BIGINT AS dim_namespace_id,
    dim_installation_id::VARCHAR AS dim_installation_id,
    dim_crm_account_id::VARCHAR AS dim_crm_account_id,
    -- attributes
    delivery_type::VARCHAR AS delivery_type,
    deployment_type::VARCHAR AS deployment_type,
    cleaned_version::VARCHAR AS cleaned_version,
    -- flags
    is_latest_data::BOOLEAN AS is_latest_data,
    -- dates
    reporting_month::DATE AS reporting_month,
    ping_date::DATE AS ping_date,
    installation_creation_date::DATE AS installation_creation_date,
    -- measures: users or events
    {{ wave_metric_casts() }}
  FROM mart_product_usage_free_user_metrics_monthly
)

SELECT * FROM final
