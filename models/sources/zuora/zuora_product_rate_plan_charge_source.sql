-- grain: one row per charge of a catalogue rate plan (product_rate_plan_charge_id)
WITH source AS (
  SELECT * FROM {{ source('zuora', 'productrateplancharge') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS product_rate_plan_charge_id,
    -- foreign keys
    productrateplanid::VARCHAR AS product_rate_plan_id,
    -- attributes
    TRIM(name)::VARCHAR AS product_rate_plan_charge_name,
    chargetype::VARCHAR AS charge_type
  FROM source
)

SELECT * FROM final
