-- grain: one row per CRM user
WITH sfdc_users_source AS (
  SELECT * FROM {{ ref('sfdc_users_source') }}
),

final AS (
  SELECT
    -- primary key
    user_id::VARCHAR AS dim_crm_user_id,
    -- foreign keys
    manager_id::VARCHAR AS manager_id,
    -- attributes
    user_name::VARCHAR AS user_name,
    {{ normalise_email('user_email') }}::VARCHAR AS user_email,
    title::VARCHAR AS title,
    department::VARCHAR AS department,
    team::VARCHAR AS team,
    user_role_name::VARCHAR AS user_role_name,
    user_role_type::VARCHAR AS user_role_type,
    {{ clean_sales_segment('user_segment') }}::VARCHAR AS crm_user_sales_segment,
    user_geo::VARCHAR AS crm_user_geo,
    user_region::VARCHAR AS crm_user_region,
    user_area::VARCHAR AS crm_user_area,
    -- flags
    COALESCE(is_active, FALSE)::BOOLEAN AS is_active,
    -- these queue users own the accounts no person works on; integrations assign them
    COALESCE(user_name IN ('AMER SMB Sales', 'EMEA SMB Sales', 'APAC SMB Sales'), FALSE)::BOOLEAN
      AS is_integration_owner
  FROM sfdc_users_source
)

SELECT * FROM final
