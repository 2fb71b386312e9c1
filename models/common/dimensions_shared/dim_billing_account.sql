-- grain: one row per billing account of a customer, and the missing member (dim_billing_account_id)
WITH prep_billing_account AS (
  SELECT * FROM {{ ref('prep_billing_account') }}
),

prep_charge_mrr AS (
  SELECT * FROM {{ ref('prep_charge_mrr') }}
),

cohorts AS (
  SELECT
    dim_billing_account_id,
    MIN(effective_start_month) AS billing_account_arr_cohort_month
  FROM prep_charge_mrr
  GROUP BY dim_billing_account_id
),

final AS (
  SELECT
    -- primary key
    prep_billing_account.dim_billing_account_id::VARCHAR AS dim_billing_account_id,
    -- foreign keys
    prep_billing_account.dim_crm_account_id::VARCHAR AS dim_crm_account_id,
    -- attributes
    prep_billing_account.billing_account_number::VARCHAR AS billing_account_number,
    prep_billing_account.sold_to_country::VARCHAR AS sold_to_country,
    prep_billing_account.currency::VARCHAR AS currency,
    prep_billing_account.po_required::VARCHAR AS po_required,
    prep_billing_account.account_status::VARCHAR AS account_status,
    prep_billing_account.ssp_channel::VARCHAR AS ssp_channel,
    -- flags
    prep_billing_account.is_auto_pay::BOOLEAN AS is_auto_pay,
    -- dates
    cohorts.billing_account_arr_cohort_month::DATE AS billing_account_arr_cohort_month
  FROM prep_billing_account
  LEFT OUTER JOIN cohorts
    ON prep_billing_account.dim_billing_account_id = cohorts.dim_billing_account_id

  UNION ALL

  {{ missing_member_row({
    'dim_billing_account_id': missing_member_id() ~ '::VARCHAR',
    'dim_crm_account_id': missing_member_id() ~ '::VARCHAR',
    'billing_account_number': "'Missing billing_account_number'::VARCHAR",
    'sold_to_country': 'NULL::VARCHAR',
    'currency': 'NULL::VARCHAR',
    'po_required': 'NULL::VARCHAR',
    'account_status': "'Missing account_status'::VARCHAR",
    'ssp_channel': 'NULL::VARCHAR',
    'is_auto_pay': 'FALSE::BOOLEAN',
    'billing_account_arr_cohort_month': 'NULL::DATE',
  }) }}
)

SELECT * FROM final
