-- grain: one row per CRM user, plus the missing member
WITH prep_crm_user AS (
  SELECT * FROM {{ ref('prep_crm_user') }}
),

users AS (
  SELECT
    -- primary key
    dim_crm_user_id,
    -- foreign keys
    manager_id,
    -- attributes
    user_name,
    user_email,
    title,
    department,
    team,
    user_role_name,
    user_role_type,
    crm_user_sales_segment,
    crm_user_geo,
    crm_user_region,
    crm_user_area,
    -- flags
    is_active,
    is_integration_owner
  FROM prep_crm_user
),

missing_member AS (
  {{ missing_member_row({
    'dim_crm_user_id': missing_member_id() ~ '::VARCHAR',
    'manager_id': 'NULL::VARCHAR',
    'user_name': "'Missing user'::VARCHAR",
    'user_email': 'NULL::VARCHAR',
    'title': 'NULL::VARCHAR',
    'department': 'NULL::VARCHAR',
    'team': 'NULL::VARCHAR',
    'user_role_name': 'NULL::VARCHAR',
    'user_role_type': 'NULL::VARCHAR',
    'crm_user_sales_segment': 'NULL::VARCHAR',
    'crm_user_geo': 'NULL::VARCHAR',
    'crm_user_region': 'NULL::VARCHAR',
    'crm_user_area': 'NULL::VARCHAR',
    'is_active': 'FALSE::BOOLEAN',
    'is_integration_owner': 'FALSE::BOOLEAN'
  }) }}
),

final AS (
  SELECT * FROM users
  UNION ALL
  SELECT * FROM missing_member
)

SELECT * FROM final
