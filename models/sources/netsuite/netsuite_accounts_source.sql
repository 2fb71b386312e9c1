-- grain: one row per ledger account (account_id)
WITH source AS (
  SELECT * FROM {{ source('netsuite', 'accounts') }}
),

final AS (
  SELECT
    -- primary key
    account_id::BIGINT AS account_id,
    -- attributes
    accountnumber::VARCHAR AS account_number,
    full_name::VARCHAR AS account_name,
    type_name::VARCHAR AS account_type,
    -- flags: the ledger writes them as text
    COALESCE(LOWER(is_balancesheet) IN ('yes', 't', 'true'), FALSE) AS is_balance_sheet_account,
    COALESCE(LOWER(isinactive) IN ('yes', 't', 'true'), FALSE) AS is_inactive,
    COALESCE(_fivetran_deleted, FALSE) AS is_deleted
  FROM source
)

SELECT * FROM final
