-- grain: one row per hash a license can be named by (license_key)
WITH prep_license AS (
  SELECT * FROM {{ ref('prep_license') }}
),

prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

prep_crm_account AS (
  SELECT * FROM {{ ref('prep_crm_account') }}
),

hashed AS (
  SELECT
    'md5' AS license_hash_type,
    license_md5 AS license_hash,
    dim_license_id
  FROM prep_license
  WHERE license_md5 IS NOT NULL

  UNION ALL

  SELECT
    'sha256' AS license_hash_type,
    license_sha256 AS license_hash,
    dim_license_id
  FROM prep_license
  WHERE license_sha256 IS NOT NULL
),

-- a license file that was issued again under a new number is the same license
newest AS (
  {{ latest_record(
    'hashed', key=['license_hash_type', 'license_hash'], order_by='dim_license_id DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['newest.license_hash_type', 'newest.license_hash']) }}::VARCHAR
      AS license_key,
    -- foreign keys
    newest.dim_license_id::BIGINT AS dim_license_id,
    prep_subscription.dim_subscription_id::VARCHAR AS dim_subscription_id,
    prep_subscription.dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    {{ missing_member_key('prep_subscription.dim_crm_account_id') }}::VARCHAR AS dim_crm_account_id,
    {{ missing_member_key('prep_crm_account.dim_parent_crm_account_id') }}::VARCHAR
      AS dim_parent_crm_account_id,
    -- attributes
    newest.license_hash::VARCHAR AS license_hash,
    newest.license_hash_type::VARCHAR AS license_hash_type,
    -- flags
    prep_license.is_license_mapped::BOOLEAN AS is_license_mapped,
    (prep_subscription.dim_subscription_id IS NOT NULL)::BOOLEAN AS is_license_valid,
    prep_license.is_trial::BOOLEAN AS is_trial
  FROM newest
  INNER JOIN prep_license
    ON newest.dim_license_id = prep_license.dim_license_id
  LEFT OUTER JOIN prep_subscription
    ON prep_license.dim_subscription_id = prep_subscription.dim_subscription_id
  LEFT OUTER JOIN prep_crm_account
    ON prep_subscription.dim_crm_account_id = prep_crm_account.dim_crm_account_id
)

SELECT * FROM final
