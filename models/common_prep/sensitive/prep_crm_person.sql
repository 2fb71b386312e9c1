-- grain: one row per person in the CRM, a lead or a contact (dim_crm_person_id)
WITH sfdc_lead_source AS (
  SELECT * FROM {{ ref('sfdc_lead_source') }}
),

sfdc_contact_source AS (
  SELECT * FROM {{ ref('sfdc_contact_source') }}
),

map_merged_crm_account AS (
  SELECT * FROM {{ ref('map_merged_crm_account') }}
),

people AS (
  SELECT
    contact_id AS sfdc_record_id,
    account_id AS sfdc_account_id,
    'contact' AS record_type,
    email,
    first_name,
    last_name,
    title,
    is_opted_out_of_email,
    created_at,
    last_modified_at
  FROM sfdc_contact_source
  WHERE NOT is_deleted
  UNION ALL
  -- a converted lead goes on as the contact it became
  SELECT
    lead_id AS sfdc_record_id,
    NULL AS sfdc_account_id,
    'lead' AS record_type,
    email,
    first_name,
    last_name,
    title,
    is_opted_out_of_email,
    created_at,
    last_modified_at
  FROM sfdc_lead_source
  WHERE NOT is_deleted AND NOT is_converted
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['people.sfdc_record_id']) }}::VARCHAR AS dim_crm_person_id,
    -- foreign keys
    people.sfdc_record_id::VARCHAR AS sfdc_record_id,
    {{ missing_member_key('map_merged_crm_account.dim_crm_account_id') }}::VARCHAR
      AS dim_crm_account_id,
    -- attributes
    people.record_type::VARCHAR AS record_type,
    people.email::VARCHAR AS email_normalised,
    {{ hash_value('people.email', 'email') }}::VARCHAR AS email_hash,
    people.first_name::VARCHAR AS first_name,
    people.last_name::VARCHAR AS last_name,
    people.title::VARCHAR AS title,
    -- flags
    people.is_opted_out_of_email::BOOLEAN AS is_opted_out_of_email,
    -- metadata
    people.created_at::TIMESTAMP AS created_at,
    people.last_modified_at::TIMESTAMP AS last_modified_at
  FROM people
  LEFT OUTER JOIN map_merged_crm_account
    ON people.sfdc_account_id = map_merged_crm_account.sfdc_account_id
)

SELECT * FROM final
