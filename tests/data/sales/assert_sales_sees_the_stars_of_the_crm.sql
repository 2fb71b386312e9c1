-- On the as-of date an account has the stars that are sent to the CRM, after the conflict rule.
{{ config(tags=['tdf', 'sales', 'data_science']) }}
WITH wk_sales_hvs_account AS (
  SELECT * FROM {{ ref('wk_sales_hvs_account') }}
),

mart_crm_account_id AS (
  SELECT * FROM {{ ref('mart_crm_account_id') }}
),

final AS (
  SELECT
    wk_sales_hvs_account.dim_crm_account_id,
    wk_sales_hvs_account.pte_stars,
    mart_crm_account_id.pte_score_value__c,
    wk_sales_hvs_account.ptc_stars,
    mart_crm_account_id.ptc_score_value__c
  FROM wk_sales_hvs_account
  LEFT OUTER JOIN mart_crm_account_id
    ON wk_sales_hvs_account.dim_crm_account_id = mart_crm_account_id.id
  WHERE
    wk_sales_hvs_account.snapshot_date = {{ as_of_date() }}
    AND (
      COALESCE(wk_sales_hvs_account.pte_stars, 0)
      != COALESCE(mart_crm_account_id.pte_score_value__c, 0)
      OR COALESCE(wk_sales_hvs_account.ptc_stars, 0)
      != COALESCE(mart_crm_account_id.ptc_score_value__c, 0)
    )
)

SELECT * FROM final
