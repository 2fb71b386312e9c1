-- grain: one row per line of a ledger transaction (transaction_id, transaction_line_id)
WITH source AS (
  SELECT * FROM {{ source('netsuite', 'transaction_lines') }}
),

final AS (
  SELECT
    -- primary key
    transaction_id::BIGINT AS transaction_id,
    transaction_line_id::BIGINT AS transaction_line_id,
    -- foreign keys
    account_id::BIGINT AS account_id,
    department_id::BIGINT AS department_id,
    subsidiary_id::BIGINT AS subsidiary_id,
    -- flags: the ledger writes them as text
    COALESCE(LOWER(non_posting_line) IN ('yes', 't', 'true'), FALSE) AS is_non_posting,
    COALESCE(_fivetran_deleted, FALSE) AS is_deleted,
    -- measures (USD, debits positive, credits negative)
    amount::DECIMAL(18, 6) AS amount_usd,
    -- metadata
    date_last_modified_gmt::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
