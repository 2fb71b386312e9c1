-- The hash pump has a row for every row of the clear one, with hashes in the place of people, and
-- no text in it looks like an address.
{{ config(tags=['tdf', 'marketing']) }}
WITH pump_marketing_contact AS (
  SELECT * FROM {{ ref('pump_marketing_contact') }}
),

pump_hash_marketing_contact AS (
  SELECT * FROM {{ ref('pump_hash_marketing_contact') }}
),

expected AS (
  SELECT
    dim_marketing_contact_id,
    {{ hash_value('email_address', 'email') }} AS email_hash,
    {{ hash_value("NULLIF(first_name, 'Unknown')", 'name') }} AS first_name_hash,
    {{ hash_value("NULLIF(last_name, 'Unknown')", 'name') }} AS last_name_hash,
    is_paid_tier,
    last_changed
  FROM pump_marketing_contact
),

actual AS (
  SELECT
    dim_marketing_contact_id,
    email_hash,
    first_name_hash,
    last_name_hash,
    is_paid_tier,
    last_changed
  FROM pump_hash_marketing_contact
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'dim_marketing_contact_id', 'email_hash', 'first_name_hash', 'last_name_hash', 'is_paid_tier',
    'last_changed'
  ]) }}
  UNION ALL
  SELECT
    'address in clear' AS problem,
    dim_marketing_contact_id,
    email_hash,
    first_name_hash,
    last_name_hash,
    is_paid_tier,
    last_changed
  FROM pump_hash_marketing_contact
  WHERE
    email_hash LIKE '%@%'
    OR first_name_hash LIKE '%@%'
    OR last_name_hash LIKE '%@%'
    OR dim_marketing_contact_id LIKE '%@%'
    OR company_name LIKE '%@%'
    OR country LIKE '%@%'
    OR zuora_contact_id LIKE '%@%'
)

SELECT * FROM final
