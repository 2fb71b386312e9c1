-- grain: one row per rate plan charge segment of a subscription version (rate_plan_charge_id)
WITH source AS (
  SELECT * FROM {{ source('zuora', 'rateplancharge') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS rate_plan_charge_id,
    -- foreign keys
    originalid::VARCHAR AS original_id,
    rateplanid::VARCHAR AS rate_plan_id,
    accountid::VARCHAR AS account_id,
    productrateplanchargeid::VARCHAR AS product_rate_plan_charge_id,
    productid::VARCHAR AS product_id,
    -- attributes
    chargenumber::VARCHAR AS charge_number,
    name::VARCHAR AS charge_name,
    chargetype::VARCHAR AS charge_type,
    uom::VARCHAR AS unit_of_measure,
    NULLIF(billingperiod, '')::VARCHAR AS billing_period,
    NULLIF(discountlevel, '')::VARCHAR AS discount_level,
    description::VARCHAR AS charge_description,
    -- flags
    islastsegment::BOOLEAN AS is_last_segment,
    COALESCE(deleted, FALSE)::BOOLEAN AS is_deleted,
    -- dates
    effectivestartdate::DATE AS effective_start_date,
    effectiveenddate::DATE AS effective_end_date,
    chargedthroughdate::DATE AS charged_through_date,
    -- measures (amounts in USD, mrr per month; billing period in months)
    version::INTEGER AS charge_version,
    segment::INTEGER AS charge_segment,
    specificbillingperiod::INTEGER AS specific_billing_period,
    quantity::DECIMAL(18, 6) AS quantity,
    mrr::DECIMAL(18, 6) AS mrr,
    tcv::DECIMAL(18, 6) AS tcv,
    dmrc::DECIMAL(18, 6) AS delta_mrc,
    dtcv::DECIMAL(18, 6) AS delta_tcv,
    -- metadata
    createddate::TIMESTAMP AS created_at,
    updateddate::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
