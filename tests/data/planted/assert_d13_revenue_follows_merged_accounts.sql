-- Revenue of a merged account is the survivor's, also when the merged one is purged; of a
-- deleted one nobody's.
{{ config(tags=['tdf', 'sales']) }}
WITH map_merged_crm_account AS (
  SELECT * FROM {{ ref('map_merged_crm_account') }}
),

zuora_account_source AS (
  SELECT * FROM {{ ref('zuora_account_source') }}
),

sfdc_account_source AS (
  SELECT * FROM {{ ref('sfdc_account_source') }}
),

fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

revenue AS (
  SELECT DISTINCT
    merged.sfdc_account_id,
    merged.merged_account_id,
    fct_mrr.dim_crm_account_id,
    sfdc_account_source.account_id IS NULL AS is_purged
  FROM map_merged_crm_account AS merged
  INNER JOIN zuora_account_source ON merged.sfdc_account_id = zuora_account_source.crm_account_id
  INNER JOIN fct_mrr ON zuora_account_source.account_id = fct_mrr.dim_billing_account_id
  LEFT OUTER JOIN sfdc_account_source ON merged.sfdc_account_id = sfdc_account_source.account_id
  WHERE merged.is_deleted
    AND zuora_account_source.account_name NOT LIKE 'CAST%'
),

survived AS (
  SELECT revenue.*
  FROM revenue
  INNER JOIN dim_crm_account
    ON revenue.merged_account_id = dim_crm_account.dim_crm_account_id
      AND revenue.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  WHERE revenue.sfdc_account_id != revenue.merged_account_id
),

expected AS (
  {{ select_expected_counts_sql({
    'merged accounts whose survivor has their revenue': 20,
    'purged accounts whose survivor has their revenue': 2,
    'deleted accounts whose revenue is of the missing member': 6,
    'deleted accounts with revenue in all': 28
  }) }}
),

actual AS (
  SELECT
    'merged accounts whose survivor has their revenue' AS what,
    COUNT(*) AS records
  FROM survived
  WHERE NOT is_purged
  UNION ALL
  SELECT
    'purged accounts whose survivor has their revenue' AS what,
    COUNT(*) AS records
  FROM survived
  WHERE is_purged
  UNION ALL
  SELECT
    'deleted accounts whose revenue is of the missing member' AS what,
    COUNT(*) AS records
  FROM revenue
  WHERE sfdc_account_id = merged_account_id
    AND dim_crm_account_id = {{ missing_member_id() }}
  UNION ALL
  SELECT
    'deleted accounts with revenue in all' AS what,
    COUNT(*) AS records
  FROM revenue
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
