-- grain: one row per manual journal entry line, newest export (journal_entry_line_id)
WITH source AS (
  SELECT * FROM {{ source('zuora_revenue', 'zuora_revenue_manual_journal_entry') }}
),

latest AS (
  {{ latest_record(
    'source',
    key='je_line_id',
    order_by='incr_updt_dt DESC, start_date DESC, end_date DESC, amount DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    je_line_id::VARCHAR AS journal_entry_line_id,
    -- foreign keys
    je_head_id::VARCHAR AS journal_entry_id,
    rc_line_id::VARCHAR AS revenue_contract_line_id,
    rc_id::VARCHAR AS revenue_contract_id,
    -- attributes
    dr_activity_type::VARCHAR AS debit_activity_type,
    cr_activity_type::VARCHAR AS credit_activity_type,
    -- dates
    start_date::DATE AS revenue_start_date,
    end_date::DATE AS revenue_end_date,
    -- measures (USD)
    amount::DECIMAL(18, 6) AS amount,
    -- metadata
    incr_updt_dt::TIMESTAMP AS incremental_updated_at
  FROM latest
)

SELECT * FROM final
