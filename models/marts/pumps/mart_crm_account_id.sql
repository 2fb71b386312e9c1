-- grain: one row per CRM account that was ever scored
WITH model_mart_crm_account_id AS (
  SELECT * FROM {{ ref('model_mart_crm_account_id') }}
),

latest_pte AS (
  SELECT *
  FROM model_mart_crm_account_id
  WHERE is_latest_pte
),

latest_ptc AS (
  SELECT *
  FROM model_mart_crm_account_id
  WHERE is_latest_ptc
),

final AS (
  -- the two models run on their own days, so each kind of score has its own latest date
  SELECT
    -- primary key
    COALESCE(latest_pte.crm_account_id, latest_ptc.crm_account_id)::VARCHAR AS id,
    -- attributes
    latest_pte.pte_insights::VARCHAR AS pte_insights__c,
    latest_ptc.ptc_insights::VARCHAR AS ptc_insights__c,
    -- flags
    latest_pte.is_uptier_likely::BOOLEAN AS pte_likely_to_uptier__c,
    latest_ptc.is_downtier_likely::BOOLEAN AS ptc_downtier_likely__c,
    -- measures: stars from 1 to 5, percent
    latest_pte.pte_stars::INTEGER AS pte_score_value__c,
    (latest_pte.pte_score * 100)::DECIMAL(18, 6) AS pte_percent__c,
    latest_ptc.ptc_stars::INTEGER AS ptc_score_value__c,
    (latest_ptc.ptc_score * 100)::DECIMAL(18, 6) AS ptc_percent__c,
    -- metadata
    GREATEST(
      COALESCE(latest_pte.pte_uploaded_at, latest_ptc.ptc_uploaded_at),
      COALESCE(latest_ptc.ptc_uploaded_at, latest_pte.pte_uploaded_at)
    )::TIMESTAMP AS updated_at
  FROM latest_pte
  FULL OUTER JOIN latest_ptc
    ON latest_pte.crm_account_id = latest_ptc.crm_account_id
)

SELECT * FROM final
