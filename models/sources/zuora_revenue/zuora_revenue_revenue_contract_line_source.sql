-- grain: one row per revenue contract line, newest export (revenue_contract_line_id)
WITH source AS (
  SELECT * FROM {{ source('zuora_revenue', 'zuora_revenue_revenue_contract_line') }}
),

latest AS (
  {{ latest_record('source', key='id', order_by='incr_updt_dt DESC, updt_dt DESC, crtd_dt DESC') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS revenue_contract_line_id,
    -- foreign keys
    rc_id::VARCHAR AS revenue_contract_id,
    customer_number::VARCHAR AS account_number,
    NULLIF(rate_plan_charge_id, '')::VARCHAR AS rate_plan_charge_id,
    NULLIF(product_rate_plan_charge_id, '')::VARCHAR AS product_rate_plan_charge_id,
    -- attributes
    TRIM(subscription_name)::VARCHAR AS subscription_name,
    NULLIF(atr16, '')::VARCHAR AS attribute_16,
    -- dates (exported as text, with or without a time part)
    {{ try_cast_to('SUBSTR(start_date, 1, 10)', 'DATE') }} AS revenue_start_date,
    {{ try_cast_to('SUBSTR(end_date, 1, 10)', 'DATE') }} AS revenue_end_date,
    -- measures (USD)
    ext_sll_prc::DECIMAL(18, 6) AS extended_selling_price,
    -- metadata
    crtd_dt::TIMESTAMP AS created_at,
    updt_dt::TIMESTAMP AS updated_at,
    incr_updt_dt::TIMESTAMP AS incremental_updated_at
  FROM latest
)

SELECT * FROM final
