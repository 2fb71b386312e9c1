-- grain: one row per live CRM account
WITH sfdc_account_source AS (
  SELECT * FROM {{ ref('sfdc_account_source') }}
),

prep_crm_user AS (
  SELECT * FROM {{ ref('prep_crm_user') }}
),

map_merged_crm_account AS (
  SELECT * FROM {{ ref('map_merged_crm_account') }}
),

live_accounts AS (
  SELECT
    sfdc_account_source.*,
    {{ linked_account_id('sfdc_account_source.ultimate_parent_account_link') }}
      AS linked_parent_id
  FROM sfdc_account_source
  WHERE NOT sfdc_account_source.is_deleted
),

parents AS (
  SELECT
    live_accounts.*,
    -- a link that cannot be read, or leads to an account that is gone, makes it its own parent
    COALESCE(parent_accounts.account_id, live_accounts.account_id) AS parent_account_id,
    parent_accounts.account_id IS NULL AS is_parent_link_invalid
  FROM live_accounts
  LEFT OUTER JOIN map_merged_crm_account
    ON live_accounts.linked_parent_id = map_merged_crm_account.sfdc_account_id
  LEFT OUTER JOIN live_accounts AS parent_accounts
    ON map_merged_crm_account.dim_crm_account_id = parent_accounts.account_id
),

final AS (
  SELECT
    -- primary key
    parents.account_id::VARCHAR AS dim_crm_account_id,
    -- foreign keys
    parents.parent_account_id::VARCHAR AS dim_parent_crm_account_id,
    {{ missing_member_key('prep_crm_user.dim_crm_user_id') }}::VARCHAR AS dim_crm_user_id,
    -- attributes
    parents.crm_account_name::VARCHAR AS crm_account_name,
    family.crm_account_name::VARCHAR AS parent_crm_account_name,
    {{ clean_sales_segment('family.account_sales_segment') }}::VARCHAR
      AS parent_crm_account_sales_segment,
    family.account_geo::VARCHAR AS parent_crm_account_geo,
    family.account_region::VARCHAR AS parent_crm_account_region,
    family.account_area::VARCHAR AS parent_crm_account_area,
    family.account_upa_country::VARCHAR AS parent_crm_account_upa_country,
    {{ employee_count_band('parents.employee_count') }}::VARCHAR AS crm_account_employee_count_band,
    parents.health_score_color::VARCHAR AS health_score_color,
    prep_crm_user.user_name::VARCHAR AS crm_account_owner,
    parents.billing_street::VARCHAR AS billing_street,
    -- flags: nobody marks an account that is not JiHu, so a missing mark means it is not
    COALESCE(parents.is_jihu_account, FALSE)::BOOLEAN AS is_jihu_account,
    parents.is_deleted::BOOLEAN AS is_deleted,
    parents.is_parent_link_invalid::BOOLEAN AS is_parent_link_invalid,
    -- dates
    parents.customer_since_date::DATE AS customer_since_date,
    -- measures: people, developers, USD per year, points from 0 to 100
    family.max_family_employee::INTEGER AS parent_crm_account_max_family_employee,
    family.lam_dev_count::INTEGER AS parent_crm_account_lam_dev_count,
    parents.carr_this_account::DECIMAL(18, 2) AS carr_this_account,
    parents.carr_account_family::DECIMAL(18, 2) AS carr_account_family,
    parents.health_number::DECIMAL(18, 6) AS health_number
  FROM parents
  INNER JOIN live_accounts AS family
    ON parents.parent_account_id = family.account_id
  LEFT OUTER JOIN prep_crm_user
    ON parents.owner_id = prep_crm_user.dim_crm_user_id
)

SELECT * FROM final
