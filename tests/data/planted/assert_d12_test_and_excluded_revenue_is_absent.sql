-- Test and deleted accounts and excluded subscriptions have no revenue; an empty exclusion is
-- none.
{{ config(tags=['tdf', 'finance']) }}
WITH zuora_account_source AS (
  SELECT * FROM {{ ref('zuora_account_source') }}
),

subscription AS (
  SELECT * FROM {{ source('zuora', 'subscription') }}
),

fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

test_account AS (
  SELECT account_id
  FROM zuora_account_source
  WHERE LOWER(batch) = 'batch20' AND account_name NOT LIKE 'CAST%'
),

deleted_account AS (
  SELECT account_id
  FROM zuora_account_source
  WHERE is_deleted AND account_name NOT LIKE 'CAST%'
),

revenue AS (
  SELECT DISTINCT
    fct_mrr.dim_billing_account_id,
    subscription.name AS subscription_name,
    subscription.excludefromanalysis__c
  FROM fct_mrr
  INNER JOIN subscription ON fct_mrr.dim_subscription_id = subscription.id
),

expected AS (
  {{ select_expected_counts_sql({
    'test accounts': 5,
    'deleted accounts': 4,
    'excluded subscriptions': 3,
    'test accounts with revenue': 0,
    'deleted accounts with revenue': 0,
    'excluded subscriptions with revenue': 0,
    'subscriptions that do not say and have revenue': 2
  }) }}
),

actual AS (
  SELECT
    'test accounts' AS what,
    COUNT(*) AS records
  FROM test_account
  UNION ALL
  SELECT
    'deleted accounts' AS what,
    COUNT(*) AS records
  FROM deleted_account
  UNION ALL
  SELECT
    'excluded subscriptions' AS what,
    COUNT(DISTINCT name) AS records
  FROM subscription
  WHERE excludefromanalysis__c = 'True'
  UNION ALL
  SELECT
    'test accounts with revenue' AS what,
    COUNT(*) AS records
  FROM revenue
  INNER JOIN test_account ON revenue.dim_billing_account_id = test_account.account_id
  UNION ALL
  SELECT
    'deleted accounts with revenue' AS what,
    COUNT(*) AS records
  FROM revenue
  INNER JOIN deleted_account ON revenue.dim_billing_account_id = deleted_account.account_id
  UNION ALL
  SELECT
    'excluded subscriptions with revenue' AS what,
    COUNT(*) AS records
  FROM revenue
  WHERE excludefromanalysis__c = 'True'
  UNION ALL
  SELECT
    'subscriptions that do not say and have revenue' AS what,
    COUNT(DISTINCT subscription_name) AS records
  FROM revenue
  WHERE excludefromanalysis__c IS NULL
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
