-- The short id of an account and the long one name the same account.
{{ config(tags=['golden', 'tdf', 'sales']) }}
WITH golden_account_id AS (
  SELECT * FROM {{ ref('golden_account_id') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

dim_billing_account AS (
  SELECT * FROM {{ ref('dim_billing_account') }}
),

zuora_account_source AS (
  SELECT * FROM {{ ref('zuora_account_source') }}
),

expected AS (
  SELECT
    account_id_15,
    account_id_18,
    account_id_18 AS billed_account_id
  FROM golden_account_id
),

billed AS (
  SELECT dim_crm_account.dim_crm_account_id AS billed_account_id
  FROM dim_billing_account
  INNER JOIN dim_crm_account
    ON dim_billing_account.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  INNER JOIN zuora_account_source
    ON dim_billing_account.dim_billing_account_id = zuora_account_source.account_id
  WHERE zuora_account_source.account_name LIKE 'CAST-C16%'
),

actual AS (
  SELECT
    golden_account_id.account_id_15,
    {{ id15to18('golden_account_id.account_id_15') }} AS account_id_18,
    billed.billed_account_id
  FROM golden_account_id
  LEFT OUTER JOIN billed
    ON golden_account_id.account_id_18 = billed.billed_account_id
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'account_id_15',
    'account_id_18',
    'billed_account_id'
  ]) }}
)

SELECT * FROM final
