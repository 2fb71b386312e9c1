-- grain: one row per CRM lead (lead_id)
WITH source AS (
  SELECT * FROM {{ source('salesforce', 'lead') }}
),

final AS (
  SELECT
    -- primary key
    {{ id15to18('source.id') }}::VARCHAR AS lead_id,
    -- foreign keys
    {{ id15to18('source.convertedaccountid') }}::VARCHAR AS converted_account_id,
    {{ id15to18('source.convertedcontactid') }}::VARCHAR AS converted_contact_id,
    -- attributes
    {{ known_text('source.firstname') }}::VARCHAR AS first_name,
    {{ known_text('source.lastname') }}::VARCHAR AS last_name,
    {{ normalise_email('source.email') }}::VARCHAR AS email,
    {{ known_text('source.company') }}::VARCHAR AS company_name,
    {{ known_text('source.title') }}::VARCHAR AS title,
    NULLIF(source.country, '')::VARCHAR AS country,
    NULLIF(source.leadsource, '')::VARCHAR AS lead_origin,
    -- flags
    COALESCE(source.isconverted, FALSE)::BOOLEAN AS is_converted,
    COALESCE(source.hasoptedoutofemail, FALSE)::BOOLEAN AS is_opted_out_of_email,
    COALESCE(source.isdeleted, FALSE)::BOOLEAN AS is_deleted,
    -- metadata
    source.createddate::TIMESTAMP AS created_at,
    source.lastmodifieddate::TIMESTAMP AS last_modified_at
  FROM source
)

SELECT * FROM final
