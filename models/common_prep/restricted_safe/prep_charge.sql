-- grain: one row per charge segment of a subscription version, or true-up (dim_charge_id)
WITH zuora_rate_plan_source AS (
  SELECT * FROM {{ ref('zuora_rate_plan_source') }}
),

zuora_rate_plan_charge_source AS (
  SELECT * FROM {{ ref('zuora_rate_plan_charge_source') }}
),

zuora_revenue_revenue_contract_line_source AS (
  SELECT * FROM {{ ref('zuora_revenue_revenue_contract_line_source') }}
),

zuora_revenue_manual_journal_entry_source AS (
  SELECT * FROM {{ ref('zuora_revenue_manual_journal_entry_source') }}
),

prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

prep_crm_account AS (
  SELECT * FROM {{ ref('prep_crm_account') }}
),

true_ups AS (
  {{ select_true_up_charges_sql(
    'zuora_revenue_revenue_contract_line_source',
    'zuora_revenue_manual_journal_entry_source',
    'prep_subscription'
  ) }}
),

charges AS (
  SELECT
    zuora_rate_plan_charge_source.rate_plan_charge_id AS dim_charge_id,
    zuora_rate_plan_source.subscription_id AS dim_subscription_id,
    zuora_rate_plan_charge_source.product_rate_plan_charge_id AS dim_product_detail_id,
    zuora_rate_plan_charge_source.charge_number,
    zuora_rate_plan_charge_source.charge_name,
    zuora_rate_plan_charge_source.charge_type,
    zuora_rate_plan_charge_source.unit_of_measure,
    zuora_rate_plan_source.amendment_type,
    FALSE AS is_manual_charge,
    zuora_rate_plan_charge_source.is_last_segment,
    zuora_rate_plan_charge_source.effective_start_date,
    zuora_rate_plan_charge_source.effective_end_date,
    zuora_rate_plan_charge_source.charge_version,
    zuora_rate_plan_charge_source.charge_segment,
    COALESCE(zuora_rate_plan_charge_source.quantity, 0) AS quantity,
    COALESCE(zuora_rate_plan_charge_source.mrr, 0) AS mrr,
    zuora_rate_plan_charge_source.tcv
  FROM zuora_rate_plan_charge_source
  INNER JOIN zuora_rate_plan_source
    ON zuora_rate_plan_charge_source.rate_plan_id = zuora_rate_plan_source.rate_plan_id
  WHERE NOT zuora_rate_plan_charge_source.is_deleted AND NOT zuora_rate_plan_source.is_deleted

  UNION ALL

  SELECT * FROM true_ups
),

keyed AS (
  SELECT
    charges.*,
    prep_subscription.dim_subscription_id_original,
    prep_subscription.subscription_name,
    prep_subscription.subscription_version,
    prep_subscription.subscription_status,
    prep_subscription.dim_billing_account_id,
    prep_subscription.dim_crm_account_id,
    {{ missing_member_key('prep_crm_account.dim_parent_crm_account_id') }}
      AS dim_parent_crm_account_id,
    charges.mrr * 12 AS arr,
    DATE_TRUNC('month', charges.effective_start_date)::DATE AS effective_start_month,
    DATE_TRUNC('month', charges.effective_end_date)::DATE AS effective_end_month,
    charges.is_last_segment AND (
      prep_subscription.subscription_status = 'Cancelled'
      OR (
        prep_subscription.subscription_status = 'Active'
        AND prep_subscription.subscription_end_date <= {{ as_of_date() }}
      )
    ) AS is_churned
  FROM charges
  INNER JOIN prep_subscription
    ON charges.dim_subscription_id = prep_subscription.dim_subscription_id
  LEFT OUTER JOIN prep_crm_account
    ON prep_subscription.dim_crm_account_id = prep_crm_account.dim_crm_account_id
),

compared AS (
  SELECT
    keyed.*,
    {{ preceding_value('quantity') }} AS previous_quantity,
    {{ preceding_value('mrr') }} AS previous_mrr,
    {{ preceding_value('arr') }} AS previous_arr
  FROM keyed
),

final AS (
  SELECT
    -- primary key
    dim_charge_id::VARCHAR AS dim_charge_id,
    -- foreign keys
    dim_subscription_id,
    dim_subscription_id_original,
    dim_billing_account_id,
    dim_crm_account_id,
    dim_parent_crm_account_id,
    {{ missing_member_key('dim_product_detail_id') }}::VARCHAR AS dim_product_detail_id,
    -- attributes
    subscription_name,
    subscription_status,
    charge_name,
    charge_number,
    charge_type,
    unit_of_measure,
    amendment_type,
    {{ type_of_arr_change('is_churned') }}::VARCHAR AS type_of_arr_change,
    -- flags
    (effective_end_month IS NULL OR effective_end_month > effective_start_month)::BOOLEAN
      AS is_included_in_arr_calc,
    is_manual_charge,
    is_last_segment,
    -- dates
    effective_start_date,
    effective_end_date,
    effective_start_month,
    effective_end_month,
    -- measures (mrr in USD per month, arr in USD per year, tcv in USD)
    subscription_version,
    charge_version::INTEGER AS charge_version,
    charge_segment::INTEGER AS charge_segment,
    quantity::DECIMAL(18, 6) AS quantity,
    previous_quantity::DECIMAL(18, 6) AS previous_quantity,
    (CASE WHEN is_churned THEN 0 ELSE quantity END - previous_quantity)::DECIMAL(18, 6)
      AS delta_quantity,
    mrr::DECIMAL(18, 6) AS mrr,
    previous_mrr::DECIMAL(18, 6) AS previous_mrr,
    (CASE WHEN is_churned THEN 0 ELSE mrr END - previous_mrr)::DECIMAL(18, 6) AS delta_mrr,
    arr::DECIMAL(18, 2) AS arr,
    previous_arr::DECIMAL(18, 2) AS previous_arr,
    (CASE WHEN is_churned THEN 0 ELSE arr END - previous_arr)::DECIMAL(18, 2) AS delta_arr,
    tcv::DECIMAL(18, 6) AS tcv
  FROM compared
)

SELECT * FROM final
