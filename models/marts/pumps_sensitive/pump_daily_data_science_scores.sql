-- grain: one row per CRM account that was ever scored
WITH mart_crm_account_id AS (
  SELECT * FROM {{ ref('mart_crm_account_id') }}
),

final AS (
  -- the receiving system's columns by name: a new column of the mart is not sent by accident
  SELECT
    -- primary key
    id,
    -- attributes and measures
    pte_score_value__c,
    pte_insights__c,
    pte_likely_to_uptier__c,
    pte_percent__c,
    ptc_score_value__c,
    ptc_insights__c,
    ptc_downtier_likely__c,
    ptc_percent__c,
    -- metadata: the pump's batch column
    updated_at
  FROM mart_crm_account_id
)

SELECT * FROM final
