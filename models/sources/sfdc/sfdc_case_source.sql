-- grain: one row per CRM case, deleted ones included
WITH source AS (
  SELECT * FROM {{ source('salesforce', 'case') }}
),

final AS (
  SELECT
    -- primary key
    id::VARCHAR AS case_id,
    -- foreign keys
    {{ id15to18('accountid') }}::VARCHAR AS account_id,
    {{ id15to18('opportunity__c') }}::VARCHAR AS opportunity_id,
    ownerid::VARCHAR AS owner_id,
    recordtypeid::VARCHAR AS record_type_id,
    -- attributes
    subject::VARCHAR AS case_subject,
    description::VARCHAR AS description,
    {{ normalise_email('contactemail') }}::VARCHAR AS contact_email,
    status::VARCHAR AS status,
    origin::VARCHAR AS origin,
    priority::VARCHAR AS priority,
    type::VARCHAR AS case_type,
    reason::VARCHAR AS reason,
    -- flags
    close_case_spam__c::BOOLEAN AS is_spam,
    isclosed::BOOLEAN AS is_closed,
    isdeleted::BOOLEAN AS is_deleted,
    -- dates
    createddate::TIMESTAMP AS created_at,
    date_time_first_responded__c::TIMESTAMP AS first_responded_at,
    closeddate::TIMESTAMP AS closed_at,
    systemmodstamp::TIMESTAMP AS system_modified_at
  FROM source
)

SELECT * FROM final
