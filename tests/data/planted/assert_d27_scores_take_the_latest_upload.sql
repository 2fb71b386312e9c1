-- The last upload of a score date counts; accounts nobody knows or only one model knows keep
-- their scores.
{{ config(tags=['tdf', 'data_science']) }}
WITH pte_scores_source AS (
  SELECT * FROM {{ ref('pte_scores_source') }}
),

ptc_scores_source AS (
  SELECT * FROM {{ ref('ptc_scores_source') }}
),

sfdc_account_source AS (
  SELECT * FROM {{ ref('sfdc_account_source') }}
),

mart_crm_account_id AS (
  SELECT * FROM {{ ref('mart_crm_account_id') }}
),

unknown AS (
  SELECT DISTINCT pte_scores_source.crm_account_id
  FROM pte_scores_source
  LEFT OUTER JOIN sfdc_account_source
    ON pte_scores_source.crm_account_id = sfdc_account_source.account_id
  WHERE sfdc_account_source.account_id IS NULL
),

contraction_only AS (
  SELECT DISTINCT ptc_scores_source.crm_account_id
  FROM ptc_scores_source
  LEFT OUTER JOIN pte_scores_source
    ON ptc_scores_source.crm_account_id = pte_scores_source.crm_account_id
  WHERE pte_scores_source.crm_account_id IS NULL
),

expected AS (
  {{ select_expected_counts_sql({
    'scores of the repeated date from its first upload': 0,
    'accounts nobody knows': 4,
    'accounts nobody knows that are published': 4,
    'accounts without a chance to expand': 1,
    'scores that are no probability': 1
  }) }}
),

actual AS (
  SELECT
    'scores of the repeated date from its first upload' AS what,
    COUNT(*) AS records
  FROM pte_scores_source
  WHERE score_date = '2024-12-15' AND uploaded_at < '2024-12-30'
  UNION ALL
  SELECT
    'accounts nobody knows' AS what,
    COUNT(*) AS records
  FROM unknown
  UNION ALL
  SELECT
    'accounts nobody knows that are published' AS what,
    COUNT(*) AS records
  FROM unknown
  INNER JOIN mart_crm_account_id ON unknown.crm_account_id = mart_crm_account_id.id
  UNION ALL
  SELECT
    'accounts without a chance to expand' AS what,
    COUNT(*) AS records
  FROM contraction_only
  INNER JOIN mart_crm_account_id AS mart ON contraction_only.crm_account_id = mart.id
  WHERE mart.pte_percent__c IS NULL AND mart.ptc_percent__c IS NOT NULL
  UNION ALL
  SELECT
    'scores that are no probability' AS what,
    COUNT(*) AS records
  FROM pte_scores_source
  WHERE score NOT BETWEEN 0 AND 1
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
