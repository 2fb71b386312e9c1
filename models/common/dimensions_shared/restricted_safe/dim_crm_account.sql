-- grain: one row per live CRM account, plus the missing member
WITH prep_crm_account AS (
  SELECT * FROM {{ ref('prep_crm_account') }}
),

prep_charge_mrr AS (
  SELECT * FROM {{ ref('prep_charge_mrr') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

charge_start AS (
  -- ARR is counted at most 24 months ahead, so a later charge has not started a cohort yet
  SELECT
    prep_charge_mrr.dim_crm_account_id,
    prep_charge_mrr.dim_parent_crm_account_id,
    prep_charge_mrr.effective_start_month
  FROM prep_charge_mrr
  INNER JOIN prep_date
    ON prep_charge_mrr.effective_start_month = prep_date.date_actual
  WHERE prep_date.fiscal_months_ago >= -24
),

account_cohort AS (
  SELECT
    dim_crm_account_id,
    MIN(effective_start_month) AS arr_cohort_month
  FROM charge_start
  GROUP BY dim_crm_account_id
),

parent_cohort AS (
  SELECT
    dim_parent_crm_account_id,
    MIN(effective_start_month) AS arr_cohort_month
  FROM charge_start
  GROUP BY dim_parent_crm_account_id
),

accounts AS (
  SELECT
    -- primary key
    prep_crm_account.dim_crm_account_id,
    -- foreign keys
    prep_crm_account.dim_parent_crm_account_id,
    prep_crm_account.dim_crm_user_id,
    -- attributes
    prep_crm_account.crm_account_name,
    prep_crm_account.parent_crm_account_name,
    prep_crm_account.parent_crm_account_sales_segment,
    prep_crm_account.parent_crm_account_geo,
    prep_crm_account.parent_crm_account_region,
    prep_crm_account.parent_crm_account_area,
    prep_crm_account.parent_crm_account_upa_country,
    prep_crm_account.crm_account_employee_count_band,
    prep_crm_account.health_score_color,
    prep_crm_account.crm_account_owner,
    prep_crm_account.billing_street,
    -- flags
    prep_crm_account.is_jihu_account,
    prep_crm_account.is_deleted,
    prep_crm_account.is_parent_link_invalid,
    -- dates
    prep_crm_account.customer_since_date,
    account_cohort.arr_cohort_month::DATE AS crm_account_arr_cohort_month,
    parent_cohort.arr_cohort_month::DATE AS parent_account_arr_cohort_month,
    -- measures: people, developers, USD per year, points from 0 to 100
    prep_crm_account.parent_crm_account_max_family_employee,
    prep_crm_account.parent_crm_account_lam_dev_count,
    prep_crm_account.carr_this_account,
    prep_crm_account.carr_account_family,
    prep_crm_account.health_number
  FROM prep_crm_account
  LEFT OUTER JOIN account_cohort
    ON prep_crm_account.dim_crm_account_id = account_cohort.dim_crm_account_id
  LEFT OUTER JOIN parent_cohort
    ON prep_crm_account.dim_parent_crm_account_id = parent_cohort.dim_parent_crm_account_id
),

missing_member AS (
  {{ missing_member_row({
    'dim_crm_account_id': missing_member_id() ~ '::VARCHAR',
    'dim_parent_crm_account_id': missing_member_id() ~ '::VARCHAR',
    'dim_crm_user_id': missing_member_id() ~ '::VARCHAR',
    'crm_account_name': "'Missing account'::VARCHAR",
    'parent_crm_account_name': "'Missing account'::VARCHAR",
    'parent_crm_account_sales_segment': 'NULL::VARCHAR',
    'parent_crm_account_geo': 'NULL::VARCHAR',
    'parent_crm_account_region': 'NULL::VARCHAR',
    'parent_crm_account_area': 'NULL::VARCHAR',
    'parent_crm_account_upa_country': 'NULL::VARCHAR',
    'crm_account_employee_count_band': "'Unknown'::VARCHAR",
    'health_score_color': 'NULL::VARCHAR',
    'crm_account_owner': 'NULL::VARCHAR',
    'billing_street': 'NULL::VARCHAR',
    'is_jihu_account': 'FALSE::BOOLEAN',
    'is_deleted': 'FALSE::BOOLEAN',
    'is_parent_link_invalid': 'FALSE::BOOLEAN',
    'customer_since_date': 'NULL::DATE',
    'crm_account_arr_cohort_month': 'NULL::DATE',
    'parent_account_arr_cohort_month': 'NULL::DATE',
    'parent_crm_account_max_family_employee': 'NULL::INTEGER',
    'parent_crm_account_lam_dev_count': 'NULL::INTEGER',
    'carr_this_account': 'NULL::DECIMAL(18, 2)',
    'carr_account_family': 'NULL::DECIMAL(18, 2)',
    'health_number': 'NULL::DECIMAL(18, 6)'
  }) }}
),

final AS (
  SELECT * FROM accounts
  UNION ALL
  SELECT * FROM missing_member
)

SELECT * FROM final
