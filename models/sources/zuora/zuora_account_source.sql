-- grain: one row per billing account (account_id)
WITH source AS (
  SELECT * FROM {{ source('zuora', 'account') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS account_id,
    -- foreign keys
    {{ id15to18('crmid') }}::VARCHAR AS crm_account_id,
    NULLIF(soldtocontactid, '')::VARCHAR AS sold_to_contact_id,
    NULLIF(billtocontactid, '')::VARCHAR AS bill_to_contact_id,
    -- attributes
    accountnumber::VARCHAR AS account_number,
    name::VARCHAR AS account_name,
    batch::VARCHAR AS batch,
    currency::VARCHAR AS currency,
    NULLIF(porequired__c, '')::VARCHAR AS po_required,
    NULLIF(sspchannel__c, '')::VARCHAR AS ssp_channel,
    defaultpaymentmethodtype::VARCHAR AS default_payment_method_type,
    status::VARCHAR AS account_status,
    -- flags
    autopay::BOOLEAN AS is_auto_pay,
    COALESCE(deleted, FALSE)::BOOLEAN AS is_deleted,
    -- metadata
    createddate::TIMESTAMP AS created_at,
    updateddate::TIMESTAMP AS updated_at,
    _sdc_batched_at::TIMESTAMP AS loaded_at,
    _sdc_sequence::BIGINT AS load_sequence
  FROM source
)

SELECT * FROM final
