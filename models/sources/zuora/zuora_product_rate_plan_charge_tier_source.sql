-- grain: one row per list price of a catalogue charge (charge, currency, price)
WITH source AS (
  SELECT * FROM {{ source('zuora', 'productrateplanchargetier') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['productrateplanchargeid', 'currency', 'price::DECIMAL(18, 6)']) }}::VARCHAR
      AS product_rate_plan_charge_tier_id,
    -- foreign keys
    productrateplanchargeid::VARCHAR AS product_rate_plan_charge_id,
    -- attributes
    currency::VARCHAR AS currency,
    -- flags
    active::BOOLEAN AS is_active,
    COALESCE(deleted, FALSE)::BOOLEAN AS is_deleted,
    -- measures (in the currency, per unit and billing period)
    price::DECIMAL(18, 6) AS price
  FROM source
)

SELECT * FROM final
