-- A sold license that names no subscription is not mapped, one that names an unknown one is not
-- valid, and neither is counted for a customer.
{{ config(tags=['tdf', 'product']) }}
WITH prep_license AS (
  SELECT * FROM {{ ref('prep_license') }}
),

map_license_subscription_account AS (
  SELECT * FROM {{ ref('map_license_subscription_account') }}
),

sold AS (
  SELECT *
  FROM prep_license
  WHERE NOT is_trial
),

mapped AS (
  SELECT
    sold.dim_license_id,
    sold.is_subscription_in_zuora,
    licenses.is_license_mapped,
    licenses.is_license_valid,
    licenses.dim_crm_account_id
  FROM sold
  INNER JOIN map_license_subscription_account AS licenses
    ON sold.dim_license_id = licenses.dim_license_id
  WHERE licenses.license_hash_type = 'md5'
),

expected AS (
  {{ select_expected_counts_sql({
    'sold licenses without a subscription': 14,
    'sold licenses of an unknown subscription': 5,
    'hashes of both': 19,
    'hashes of both with a customer': 0
  }) }}
),

actual AS (
  SELECT
    'sold licenses without a subscription' AS what,
    COUNT(*) AS records
  FROM sold
  WHERE NOT is_license_mapped
  UNION ALL
  SELECT
    'sold licenses of an unknown subscription' AS what,
    COUNT(*) AS records
  FROM sold
  WHERE is_license_mapped AND NOT is_subscription_in_zuora
  UNION ALL
  SELECT
    'hashes of both' AS what,
    COUNT(*) AS records
  FROM mapped
  WHERE NOT is_license_mapped OR NOT is_subscription_in_zuora
  UNION ALL
  SELECT
    'hashes of both with a customer' AS what,
    COUNT(*) AS records
  FROM mapped
  WHERE
    (NOT is_license_mapped OR NOT is_subscription_in_zuora)
    AND (is_license_valid OR dim_crm_account_id != {{ missing_member_id() }})
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
