-- grain: one row per posted line of a ledger transaction
WITH netsuite_transactions_source AS (
  SELECT * FROM {{ ref('netsuite_transactions_source') }}
),

netsuite_transaction_lines_source AS (
  SELECT * FROM {{ ref('netsuite_transaction_lines_source') }}
),

netsuite_accounts_source AS (
  SELECT * FROM {{ ref('netsuite_accounts_source') }}
),

posted_line AS (
  SELECT *
  FROM netsuite_transaction_lines_source
  WHERE NOT is_deleted AND NOT is_non_posting
),

live_transaction AS (
  SELECT *
  FROM netsuite_transactions_source
  WHERE NOT is_deleted
),

live_account AS (
  SELECT *
  FROM netsuite_accounts_source
  WHERE NOT is_deleted
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['posted_line.transaction_id', 'posted_line.transaction_line_id']) }}
      AS netsuite_transaction_line_pk,
    -- foreign keys
    posted_line.transaction_id,
    posted_line.transaction_line_id,
    posted_line.account_id,
    posted_line.department_id,
    posted_line.subsidiary_id,
    -- attributes
    live_account.account_number,
    live_account.account_name,
    live_account.account_type,
    live_transaction.transaction_type,
    live_transaction.transaction_status,
    -- flags
    COALESCE(live_account.is_balance_sheet_account, FALSE) AS is_balance_sheet_account,
    -- dates
    live_transaction.transaction_date,
    DATE_TRUNC('month', live_transaction.transaction_date)::DATE AS period_month,
    -- measures (USD, debits positive, credits negative)
    posted_line.amount_usd
  FROM posted_line
  INNER JOIN live_transaction ON posted_line.transaction_id = live_transaction.transaction_id
  -- a balance needs both sides: lines on an account that has gone stay
  LEFT OUTER JOIN live_account ON posted_line.account_id = live_account.account_id
)

SELECT * FROM final
