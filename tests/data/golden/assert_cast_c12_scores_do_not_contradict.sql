-- Of two contradicting scores the one further above its average keeps its stars.
{{ config(tags=['golden', 'tdf', 'data_science']) }}
WITH golden_score AS (
  SELECT * FROM {{ ref('golden_score') }}
),

mart_crm_account_id AS (
  SELECT * FROM {{ ref('mart_crm_account_id') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

expected AS (
  SELECT
    account_name,
    pte_score_value__c,
    pte_percent__c,
    ptc_score_value__c,
    ptc_percent__c
  FROM golden_score
),

actual AS (
  SELECT
    dim_crm_account.crm_account_name AS account_name,
    mart_crm_account_id.pte_score_value__c,
    mart_crm_account_id.pte_percent__c::DECIMAL(18, 6) AS pte_percent__c,
    mart_crm_account_id.ptc_score_value__c,
    mart_crm_account_id.ptc_percent__c::DECIMAL(18, 6) AS ptc_percent__c
  FROM mart_crm_account_id
  INNER JOIN dim_crm_account
    ON mart_crm_account_id.id = dim_crm_account.dim_crm_account_id
  WHERE dim_crm_account.crm_account_name LIKE 'CAST-C12%'
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'account_name',
    'pte_score_value__c',
    'pte_percent__c',
    'ptc_score_value__c',
    'ptc_percent__c'
  ]) }}
)

SELECT * FROM final
