-- grain: one row per ledger transaction (transaction_id)
WITH source AS (
  SELECT * FROM {{ source('netsuite', 'transactions') }}
),

final AS (
  SELECT
    -- primary key
    transaction_id::BIGINT AS transaction_id,
    -- foreign keys
    accounting_period_id::BIGINT AS accounting_period_id,
    -- attributes
    transaction_type::VARCHAR AS transaction_type,
    status::VARCHAR AS transaction_status,
    memo::VARCHAR AS memo,
    -- flags
    COALESCE(_fivetran_deleted, FALSE) AS is_deleted,
    -- dates
    trandate::DATE AS transaction_date,
    -- metadata
    date_last_modified::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
