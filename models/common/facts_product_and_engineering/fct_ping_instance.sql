-- grain: one row per ping of an installation, GitLab.com included (ping_instance_id)
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH prep_ping_instance AS (
  SELECT * FROM {{ ref('prep_ping_instance') }}
),

prep_license AS (
  SELECT * FROM {{ ref('prep_license') }}
),

prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

prep_crm_account AS (
  SELECT * FROM {{ ref('prep_crm_account') }}
),

dim_product_tier AS (
  SELECT * FROM {{ ref('dim_product_tier') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

sha256_licenses AS (
  {{ latest_record('prep_license', 'license_sha256', 'dim_license_id DESC') }}
),

md5_licenses AS (
  {{ latest_record('prep_license', 'license_md5', 'dim_license_id DESC') }}
),

licensed AS (
  -- MD5 is what old versions send; the newer hash decides where both are there
  SELECT
    prep_ping_instance.*,
    COALESCE(sha256_licenses.dim_license_id, md5_licenses.dim_license_id) AS dim_license_id,
    COALESCE(
      sha256_licenses.dim_subscription_id,
      md5_licenses.dim_subscription_id,
      prep_ping_instance.license_subscription_id
    ) AS subscription_id
  FROM prep_ping_instance
  LEFT OUTER JOIN sha256_licenses
    ON prep_ping_instance.license_sha256 = sha256_licenses.license_sha256
  LEFT OUTER JOIN md5_licenses
    ON prep_ping_instance.license_md5 = md5_licenses.license_md5
),

keyed AS (
  SELECT
    -- primary key
    licensed.dim_ping_instance_id::VARCHAR AS ping_instance_id,
    -- foreign keys
    prep_date.date_id::INTEGER AS dim_ping_date_id,
    licensed.dim_host_id::BIGINT AS dim_host_id,
    licensed.dim_instance_id::VARCHAR AS dim_instance_id,
    licensed.dim_installation_id::VARCHAR AS dim_installation_id,
    licensed.dim_license_id::BIGINT AS dim_license_id,
    {{ missing_member_key('prep_subscription.dim_subscription_id') }}::VARCHAR
      AS dim_subscription_id,
    {{ missing_member_key('prep_subscription.dim_subscription_id_original') }}::VARCHAR
      AS dim_subscription_id_original,
    {{ missing_member_key('prep_subscription.dim_billing_account_id') }}::VARCHAR
      AS dim_billing_account_id,
    {{ missing_member_key('prep_crm_account.dim_crm_account_id') }}::VARCHAR AS dim_crm_account_id,
    {{ missing_member_key('prep_crm_account.dim_parent_crm_account_id') }}::VARCHAR
      AS dim_parent_crm_account_id,
    {{ missing_member_key('dim_product_tier.dim_product_tier_id') }}::VARCHAR
      AS dim_product_tier_id,
    -- attributes
    licensed.hostname_hash::VARCHAR AS hostname_hash,
    licensed.ping_edition::VARCHAR AS ping_edition,
    licensed.product_tier::VARCHAR AS product_tier,
    licensed.ping_delivery_type::VARCHAR AS ping_delivery_type,
    licensed.ping_deployment_type::VARCHAR AS ping_deployment_type,
    licensed.cleaned_version::VARCHAR AS cleaned_version,
    -- flags
    licensed.is_trial::BOOLEAN AS is_trial,
    -- dates
    licensed.ping_created_at::TIMESTAMP AS ping_created_at,
    DATE_TRUNC('month', licensed.ping_created_at)::DATE AS ping_created_date_month,
    -- measures (users)
    licensed.instance_user_count::INTEGER AS instance_user_count,
    licensed.historical_max_users::INTEGER AS historical_max_users,
    licensed.license_user_count::INTEGER AS license_user_count,
    licensed.license_billable_users::INTEGER AS license_billable_users,
    -- metadata
    licensed.uploaded_at::TIMESTAMP AS uploaded_at
  FROM licensed
  LEFT OUTER JOIN prep_subscription
    ON licensed.subscription_id = prep_subscription.dim_subscription_id
  LEFT OUTER JOIN prep_crm_account
    ON prep_subscription.dim_crm_account_id = prep_crm_account.dim_crm_account_id
  LEFT OUTER JOIN dim_product_tier
    ON dim_product_tier.product_tier_name_historical
      = CASE licensed.ping_deployment_type
        WHEN 'GitLab.com' THEN 'SaaS'
        ELSE licensed.ping_deployment_type
      END || ' - ' || licensed.product_tier
  LEFT OUTER JOIN prep_date
    ON licensed.ping_created_at::DATE = prep_date.date_actual
),

{% if is_incremental() %}
published AS (
  SELECT * FROM {{ this }}
),

final AS (
  -- besides new pings those whose license or customer became known, or changed, after they came in
  SELECT keyed.*
  FROM keyed
  LEFT OUTER JOIN published
    ON keyed.ping_instance_id = published.ping_instance_id
  WHERE
    published.ping_instance_id IS NULL
    OR keyed.uploaded_at != published.uploaded_at
    OR {{ ping_owner_hash('keyed') }} != {{ ping_owner_hash('published') }}
)
{% else %}
final AS (
  SELECT * FROM keyed
)
{% endif %}

SELECT * FROM final
