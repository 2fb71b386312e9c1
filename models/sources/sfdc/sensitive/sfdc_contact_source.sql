-- grain: one row per CRM contact (contact_id)
WITH source AS (
  SELECT * FROM {{ source('salesforce', 'contact') }}
),

final AS (
  SELECT
    -- primary key
    {{ id15to18('source.id') }}::VARCHAR AS contact_id,
    -- foreign keys
    {{ id15to18('source.accountid') }}::VARCHAR AS account_id,
    -- attributes
    {{ known_text('source.firstname') }}::VARCHAR AS first_name,
    {{ known_text('source.lastname') }}::VARCHAR AS last_name,
    {{ normalise_email('source.email') }}::VARCHAR AS email,
    NULLIF(TRIM(source.mobilephone), '')::VARCHAR AS mobile_phone,
    {{ known_text('source.title') }}::VARCHAR AS title,
    NULLIF(source.role__c, '')::VARCHAR AS contact_role,
    NULLIF(source.mailingcountry, '')::VARCHAR AS mailing_country,
    -- flags
    COALESCE(source.hasoptedoutofemail, FALSE)::BOOLEAN AS is_opted_out_of_email,
    COALESCE(source.isdeleted, FALSE)::BOOLEAN AS is_deleted,
    -- metadata
    source.createddate::TIMESTAMP AS created_at,
    source.lastmodifieddate::TIMESTAMP AS last_modified_at
  FROM source
)

SELECT * FROM final
