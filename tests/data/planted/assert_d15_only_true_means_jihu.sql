-- JiHu accounts are in no mart; an account that does not say is not one and keeps its ARR.
{{ config(tags=['tdf', 'finance']) }}
WITH account AS (
  SELECT * FROM {{ source('salesforce', 'account') }}
),

fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

account_flag AS (
  SELECT
    id AS dim_crm_account_id,
    CASE WHEN jihu_account__c THEN 'JiHu' ELSE 'not said' END AS kind
  FROM account
  WHERE name NOT LIKE 'CAST%' AND COALESCE(jihu_account__c, TRUE)
),

in_fact AS (
  SELECT DISTINCT
    account_flag.kind,
    account_flag.dim_crm_account_id
  FROM account_flag
  INNER JOIN fct_mrr ON account_flag.dim_crm_account_id = fct_mrr.dim_crm_account_id
),

in_mart AS (
  SELECT DISTINCT
    account_flag.kind,
    account_flag.dim_crm_account_id
  FROM account_flag
  INNER JOIN mart_arr ON account_flag.dim_crm_account_id = mart_arr.dim_crm_account_id
),

expected AS (
  {{ select_expected_counts_sql({
    'JiHu accounts': 5,
    'accounts that do not say': 11,
    'JiHu accounts in the mart': 0,
    'other accounts that lose their ARR on the way to the mart': 0
  }) }}
),

actual AS (
  SELECT
    'JiHu accounts' AS what,
    COUNT(*) AS records
  FROM account_flag
  WHERE kind = 'JiHu'
  UNION ALL
  SELECT
    'accounts that do not say' AS what,
    COUNT(*) AS records
  FROM account_flag
  WHERE kind = 'not said'
  UNION ALL
  SELECT
    'JiHu accounts in the mart' AS what,
    COUNT(*) AS records
  FROM in_mart
  WHERE kind = 'JiHu'
  UNION ALL
  SELECT
    'other accounts that lose their ARR on the way to the mart' AS what,
    COUNT(*) AS records
  FROM in_fact
  LEFT OUTER JOIN in_mart ON in_fact.dim_crm_account_id = in_mart.dim_crm_account_id
  WHERE in_fact.kind = 'not said' AND in_mart.dim_crm_account_id IS NULL
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
