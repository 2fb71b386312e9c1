-- grain: one row per CRM user
WITH source AS (
  SELECT * FROM {{ source('salesforce', 'user') }}
),

final AS (
  SELECT
    -- primary key
    source.id::VARCHAR AS user_id,
    -- foreign keys
    {{ id15to18('source.managerid') }} AS manager_id,
    -- attributes
    source.name::VARCHAR AS user_name,
    source.email::VARCHAR AS user_email,
    source.title::VARCHAR AS title,
    source.department::VARCHAR AS department,
    source.team__c::VARCHAR AS team,
    source.userroleid::VARCHAR AS user_role_id,
    source.user_role_name::VARCHAR AS user_role_name,
    source.user_role_type__c::VARCHAR AS user_role_type,
    source.user_segment__c::VARCHAR AS user_segment,
    source.user_geo__c::VARCHAR AS user_geo,
    source.user_region__c::VARCHAR AS user_region,
    source.user_area__c::VARCHAR AS user_area,
    source.employeenumber::VARCHAR AS employee_number,
    -- flags
    source.isactive::BOOLEAN AS is_active,
    -- metadata
    source.systemmodstamp::TIMESTAMP AS system_modified_at
  FROM source
)

SELECT * FROM final
