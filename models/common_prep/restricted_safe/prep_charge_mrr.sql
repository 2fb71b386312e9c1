-- grain: one row per charge that counts as recurring revenue (dim_charge_id)
WITH prep_charge AS (
  SELECT * FROM {{ ref('prep_charge') }}
),

final AS (
  -- free seats of an enrolment count as seats although they bring no revenue
  SELECT
    -- primary key
    dim_charge_id,
    -- foreign keys
    dim_subscription_id,
    dim_subscription_id_original,
    dim_billing_account_id,
    dim_crm_account_id,
    dim_parent_crm_account_id,
    dim_product_detail_id,
    -- attributes
    subscription_name,
    subscription_status,
    charge_name,
    charge_number,
    charge_type,
    unit_of_measure,
    amendment_type,
    type_of_arr_change,
    -- flags
    is_included_in_arr_calc,
    is_manual_charge,
    is_last_segment,
    -- dates
    effective_start_date,
    effective_end_date,
    effective_start_month,
    effective_end_month,
    -- measures (mrr in USD per month, arr in USD per year, tcv in USD)
    subscription_version,
    charge_version,
    charge_segment,
    quantity,
    previous_quantity,
    delta_quantity,
    mrr,
    previous_mrr,
    delta_mrr,
    arr,
    previous_arr,
    delta_arr,
    tcv
  FROM prep_charge
  WHERE
    charge_type = 'Recurring'
    AND subscription_status != 'Draft'
    AND (mrr != 0 OR LOWER(charge_name) = 'max enrollment')
    AND is_included_in_arr_calc
)

SELECT * FROM final
