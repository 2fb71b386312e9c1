-- A billing account of the test batch is loaded and then used nowhere, whatever it is charged.
{{ config(tags=['golden', 'tdf', 'finance']) }}
WITH zuora_account_source AS (
  SELECT * FROM {{ ref('zuora_account_source') }}
),

zuora_subscription_source AS (
  SELECT * FROM {{ ref('zuora_subscription_source') }}
),

dim_billing_account AS (
  SELECT * FROM {{ ref('dim_billing_account') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

expected AS (
  SELECT
    'loaded accounts' AS layer,
    1 AS records

  UNION ALL

  SELECT
    'loaded subscriptions' AS layer,
    1 AS records

  UNION ALL

  SELECT
    'published' AS layer,
    0 AS records
),

published AS (
  SELECT zuora_account_source.account_name AS cast_name
  FROM dim_billing_account
  INNER JOIN zuora_account_source
    ON dim_billing_account.dim_billing_account_id = zuora_account_source.account_id

  UNION ALL

  SELECT subscription_name AS cast_name
  FROM dim_subscription

  UNION ALL

  SELECT subscription_name AS cast_name
  FROM mart_arr
),

actual AS (
  SELECT
    'loaded accounts' AS layer,
    COUNT(*) AS records
  FROM zuora_account_source
  WHERE account_name = 'CAST-C06'

  UNION ALL

  SELECT
    'loaded subscriptions' AS layer,
    COUNT(*) AS records
  FROM zuora_subscription_source
  WHERE subscription_name = 'CAST-C06'

  UNION ALL

  SELECT
    'published' AS layer,
    COUNT(*) AS records
  FROM published
  WHERE cast_name = 'CAST-C06'
),

final AS (
  {{ golden_difference('expected', 'actual', ['layer', 'records']) }}
)

SELECT * FROM final
