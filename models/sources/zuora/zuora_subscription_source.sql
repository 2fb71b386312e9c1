-- grain: one row per subscription version (subscription_id)
WITH source AS (
  SELECT * FROM {{ source('zuora', 'subscription') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS subscription_id,
    -- foreign keys
    accountid::VARCHAR AS account_id,
    invoiceownerid::VARCHAR AS invoice_owner_id,
    creatoraccountid::VARCHAR AS creator_account_id,
    originalid::VARCHAR AS original_id,
    NULLIF(previoussubscriptionid, '')::VARCHAR AS previous_subscription_id,
    {{ id15to18('opportunityid__c') }}::VARCHAR AS crm_opportunity_id,
    {{ try_cast_to('gitlabnamespaceid__c', 'BIGINT') }} AS namespace_id,
    createdbyid::VARCHAR AS created_by_id,
    -- attributes
    TRIM(name)::VARCHAR AS subscription_name,
    {{ slugify('TRIM(name)') }}::VARCHAR AS subscription_name_slugify,
    status::VARCHAR AS subscription_status,
    termtype::VARCHAR AS term_type,
    NULLIF(gitlabnamespacename__c, '')::VARCHAR AS namespace_name,
    NULLIF(TRIM(renewal_subscription__c__c), '')::VARCHAR AS renewal_subscription_names,
    NULLIF(contractautorenew__c, '')::VARCHAR AS contract_auto_renewal,
    NULLIF(turnonautorenew__c, '')::VARCHAR AS turn_on_auto_renewal,
    NULLIF(contractseatreconciliation__c, '')::VARCHAR AS contract_seat_reconciliation,
    NULLIF(turnonseatreconciliation__c, '')::VARCHAR AS turn_on_seat_reconciliation,
    NULLIF(turnoncloudlicensing__c, '')::VARCHAR AS turn_on_cloud_licensing,
    NULLIF(multiyeardealsubscriptionlinkage__c, '')::VARCHAR AS multi_year_deal_linkage,
    NULLIF(rampid, '')::VARCHAR AS ramp_id,
    NULLIF(excludefromanalysis__c, '')::VARCHAR AS exclude_from_analysis,
    -- flags
    autorenew::BOOLEAN AS is_auto_renew,
    COALESCE(deleted, FALSE)::BOOLEAN AS is_deleted,
    -- dates
    termstartdate::DATE AS term_start_date,
    termenddate::DATE AS term_end_date,
    subscriptionstartdate::DATE AS subscription_start_date,
    subscriptionenddate::DATE AS subscription_end_date,
    contracteffectivedate::DATE AS contract_effective_date,
    cancelleddate::DATE AS cancelled_date,
    -- measures (terms in months)
    version::INTEGER AS subscription_version,
    currentterm::INTEGER AS current_term,
    renewalterm::INTEGER AS renewal_term,
    -- metadata
    createddate::TIMESTAMP AS created_at,
    updateddate::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
