-- Every pump has the rows of the mart under its filter: the clear and the hashed pump the same
-- people, the offer of Ultimate a part of them, and nobody whose address cannot exist.
{{ config(tags=['tdf', 'marketing']) }}
WITH mart_marketing_contact AS (
  SELECT * FROM {{ ref('mart_marketing_contact') }}
),

pump_marketing_contact AS (
  SELECT * FROM {{ ref('pump_marketing_contact') }}
),

pump_hash_marketing_contact AS (
  SELECT * FROM {{ ref('pump_hash_marketing_contact') }}
),

pump_marketing_premium_to_ultimate AS (
  SELECT * FROM {{ ref('pump_marketing_premium_to_ultimate') }}
),

told AS (
  -- written out once more, so that a changed filter of a pump is seen
  SELECT *
  FROM mart_marketing_contact
  WHERE
    is_email_valid
    AND (
      is_pql OR is_pql_marketo OR is_ptpt_contact OR is_ptpt_contact_marketo
      OR ((is_paid_tier OR is_paid_tier_marketo) AND is_crm_person)
    )
),

expected AS (
  SELECT
    'pump_marketing_contact' AS pump,
    dim_marketing_contact_id
  FROM told
  UNION ALL
  SELECT
    'pump_hash_marketing_contact' AS pump,
    dim_marketing_contact_id
  FROM told
  UNION ALL
  SELECT
    'pump_marketing_premium_to_ultimate' AS pump,
    dim_marketing_contact_id
  FROM told
  WHERE
    is_premium_tier
    AND NOT (is_ultimate_tier OR is_email_hard_bounced OR is_unsubscribed OR is_opted_out)
),

actual AS (
  SELECT
    'pump_marketing_contact' AS pump,
    dim_marketing_contact_id
  FROM pump_marketing_contact
  UNION ALL
  SELECT
    'pump_hash_marketing_contact' AS pump,
    dim_marketing_contact_id
  FROM pump_hash_marketing_contact
  UNION ALL
  SELECT
    'pump_marketing_premium_to_ultimate' AS pump,
    dim_marketing_contact_id
  FROM pump_marketing_premium_to_ultimate
),

final AS (
  {{ golden_difference('expected', 'actual', ['pump', 'dim_marketing_contact_id']) }}
)

SELECT * FROM final
