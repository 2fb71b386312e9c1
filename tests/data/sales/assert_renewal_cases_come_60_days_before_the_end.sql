-- A renewal trigger fires 60 days before a subscription of the account ends, where more than
-- 3,000 USD per year are up for renewal.
{{ config(tags=['tdf', 'sales']) }}
WITH prep_crm_case AS (
  SELECT * FROM {{ ref('prep_crm_case') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

wk_sales_hvs_case AS (
  SELECT * FROM {{ ref('wk_sales_hvs_case') }}
),

final AS (
  SELECT
    prep_crm_case.case_id,
    prep_crm_case.dim_crm_account_id,
    prep_crm_case.created_at,
    wk_sales_hvs_case.account_arr
  FROM prep_crm_case
  LEFT OUTER JOIN wk_sales_hvs_case
    ON prep_crm_case.case_id = wk_sales_hvs_case.case_id
  LEFT OUTER JOIN dim_subscription
    ON prep_crm_case.dim_crm_account_id = dim_subscription.dim_crm_account_id
      AND 60 = {{
        dbt.datediff('prep_crm_case.created_at', 'dim_subscription.term_end_date', 'day')
      }}
  WHERE prep_crm_case.is_renewal_trigger
  GROUP BY
    prep_crm_case.case_id,
    prep_crm_case.dim_crm_account_id,
    prep_crm_case.created_at,
    wk_sales_hvs_case.account_arr
  HAVING
    COUNT(dim_subscription.dim_subscription_id) = 0
    OR COALESCE(wk_sales_hvs_case.account_arr, 0) <= 3000
)

SELECT * FROM final
