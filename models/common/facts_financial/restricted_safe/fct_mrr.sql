-- grain: one row per charge and month it covers (mrr_id)
WITH prep_charge_mrr AS (
  SELECT * FROM {{ ref('prep_charge_mrr') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

months AS (
  -- an open-ended charge has no last month, so the contracted future stops two years ahead
  SELECT
    date_id,
    date_actual
  FROM prep_date
  WHERE
    date_actual = first_day_of_month
    AND date_actual <= {{ dbt.dateadd('month', 24, as_of_date()) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['months.date_id', 'prep_charge_mrr.dim_charge_id']) }}::VARCHAR AS mrr_id,
    -- foreign keys
    months.date_id::INTEGER AS dim_date_id,
    prep_charge_mrr.dim_charge_id::VARCHAR AS dim_charge_id,
    prep_charge_mrr.dim_subscription_id::VARCHAR AS dim_subscription_id,
    prep_charge_mrr.dim_product_detail_id::VARCHAR AS dim_product_detail_id,
    prep_charge_mrr.dim_billing_account_id::VARCHAR AS dim_billing_account_id,
    prep_charge_mrr.dim_crm_account_id::VARCHAR AS dim_crm_account_id,
    -- attributes
    prep_charge_mrr.subscription_status::VARCHAR AS subscription_status,
    prep_charge_mrr.unit_of_measure::VARCHAR AS unit_of_measure,
    -- flags
    prep_charge_mrr.is_manual_charge::BOOLEAN AS is_manual_charge,
    (months.date_actual > {{ as_of_date() }})::BOOLEAN AS is_future_month,
    -- measures (mrr in USD per month, arr in USD per year)
    prep_charge_mrr.mrr::DECIMAL(18, 6) AS mrr,
    prep_charge_mrr.arr::DECIMAL(18, 2) AS arr,
    prep_charge_mrr.quantity::DECIMAL(18, 6) AS quantity
  FROM prep_charge_mrr
  INNER JOIN months
    ON
      prep_charge_mrr.effective_start_month <= months.date_actual
      AND (
        prep_charge_mrr.effective_end_month > months.date_actual
        OR prep_charge_mrr.effective_end_month IS NULL
      )
)

SELECT * FROM final
