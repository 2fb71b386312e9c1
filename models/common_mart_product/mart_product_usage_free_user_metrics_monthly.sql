-- grain: one row per month and top-level group or installation that is used without paying
WITH fct_product_usage_free_user_metrics_monthly AS (
  SELECT * FROM {{ ref('fct_product_usage_free_user_metrics_monthly') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

dim_namespace AS (
  SELECT * FROM {{ ref('dim_namespace') }}
),

internal_groups AS (
  SELECT dim_namespace_id
  FROM dim_namespace
  WHERE is_internal
),

final AS (
  SELECT
    -- primary key
    usage_month.free_user_metrics_monthly_id::VARCHAR AS primary_key,
    -- foreign keys
    usage_month.dim_namespace_id::BIGINT AS dim_namespace_id,
    usage_month.dim_installation_id::VARCHAR AS dim_installation_id,
    {{ missing_member_key('dim_crm_account.dim_crm_account_id') }}::VARCHAR AS dim_crm_account_id,
    -- attributes
    usage_month.delivery_type::VARCHAR AS delivery_type,
    usage_month.deployment_type::VARCHAR AS deployment_type,
    usage_month.cleaned_version::VARCHAR AS cleaned_version,
    -- flags
    usage_month.is_latest_data::BOOLEAN AS is_latest_data,
    -- dates
    usage_month.reporting_month::DATE AS reporting_month,
    usage_month.ping_date::DATE AS ping_date,
    usage_month.installation_creation_date::DATE AS installation_creation_date,
    -- measures: users or events
    {{ wave_metric_casts('usage_month') }}
  FROM fct_product_usage_free_user_metrics_monthly AS usage_month
  LEFT OUTER JOIN dim_crm_account
    ON usage_month.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  LEFT OUTER JOIN internal_groups
    ON usage_month.dim_namespace_id = internal_groups.dim_namespace_id
  -- the groups of the company itself are nobody's prospects
  WHERE internal_groups.dim_namespace_id IS NULL
)

SELECT * FROM final
