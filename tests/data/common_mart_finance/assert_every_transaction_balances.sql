-- The posted lines of a transaction add up to zero: every debit has its credit.
{{ config(tags=['tdf', 'finance']) }}
WITH fct_netsuite_transaction_line AS (
  SELECT * FROM {{ ref('fct_netsuite_transaction_line') }}
),

unbalanced AS (
  SELECT
    transaction_id,
    SUM(amount_usd) AS amount_usd
  FROM fct_netsuite_transaction_line
  GROUP BY transaction_id
  HAVING SUM(amount_usd) != 0
),

final AS (
  SELECT * FROM unbalanced
  UNION ALL
  -- an empty ledger balances too, but it is no ledger
  SELECT
    NULL AS transaction_id,
    SUM(amount_usd) AS amount_usd
  FROM fct_netsuite_transaction_line
  HAVING COUNT(*) = 0
)

SELECT * FROM final
