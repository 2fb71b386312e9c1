-- grain: one row per month, subscription name and product detail
WITH fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

dim_product_detail AS (
  SELECT * FROM {{ ref('dim_product_detail') }}
),

dim_billing_account AS (
  SELECT * FROM {{ ref('dim_billing_account') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

monthly AS (
  SELECT
    dim_date_id,
    dim_subscription_id,
    dim_product_detail_id,
    dim_billing_account_id,
    dim_crm_account_id,
    -- ARR without a subscription has no name that tells it apart: its billing account does
    CASE
      WHEN dim_subscription_id = {{ missing_member_id() }} THEN dim_billing_account_id
    END AS unnamed_billing_account_id,
    SUM(mrr) AS mrr,
    SUM(arr) AS arr,
    SUM(quantity) AS quantity
  FROM fct_mrr
  GROUP BY
    dim_date_id,
    dim_subscription_id,
    dim_product_detail_id,
    dim_billing_account_id,
    dim_crm_account_id
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'dim_date.date_actual', 'dim_subscription.subscription_name',
      'monthly.dim_product_detail_id', 'monthly.unnamed_billing_account_id'
    ]) }} AS primary_key,
    -- foreign keys
    monthly.dim_crm_account_id,
    {{ missing_member_key('dim_crm_account.dim_parent_crm_account_id') }}
      AS dim_parent_crm_account_id,
    monthly.dim_billing_account_id,
    monthly.dim_subscription_id,
    dim_subscription.dim_subscription_id_original,
    monthly.dim_product_detail_id,
    -- attributes
    CASE
      WHEN dim_date.is_first_day_of_last_month_of_fiscal_quarter
        THEN dim_date.fiscal_quarter_name_fy
    END AS fiscal_quarter_name_fy,
    dim_crm_account.crm_account_name,
    dim_crm_account.parent_crm_account_name,
    dim_crm_account.parent_crm_account_sales_segment,
    dim_crm_account.parent_crm_account_geo,
    dim_crm_account.parent_crm_account_region,
    dim_crm_account.parent_crm_account_area,
    dim_billing_account.billing_account_number,
    dim_billing_account.sold_to_country,
    dim_subscription.subscription_name,
    dim_subscription.subscription_status,
    dim_subscription.subscription_sales_type,
    dim_subscription.oldest_subscription_in_cohort,
    dim_product_detail.product_tier_name,
    dim_product_detail.product_delivery_type,
    dim_product_detail.product_deployment_type,
    dim_product_detail.product_rate_plan_name,
    CASE
      WHEN
        SUM(monthly.arr)
          OVER (PARTITION BY monthly.dim_date_id, dim_crm_account.dim_parent_crm_account_id)
        > 5000
        THEN 'ARR > $5K'
      ELSE 'ARR <= $5K'
    END AS arr_band_calc,
    -- flags
    dim_product_detail.is_licensed_user,
    dim_product_detail.is_arpu,
    dim_date.date_actual > {{ as_of_date() }} AS is_future_month,
    -- dates
    dim_date.date_actual AS arr_month,
    DATE_TRUNC('month', dim_subscription.subscription_start_date)::DATE
      AS subscription_start_month,
    DATE_TRUNC('month', dim_subscription.subscription_end_date)::DATE
      AS subscription_end_month,
    -- measures (mrr USD per month, arr USD per year, quantity in the charge's unit)
    CASE
      WHEN dim_date.is_first_day_of_last_month_of_fiscal_year THEN dim_date.fiscal_year
    END AS fiscal_year,
    dim_product_detail.product_ranking,
    {{ dbt.datediff(
      'dim_crm_account.parent_account_arr_cohort_month', 'dim_date.date_actual', 'month'
    ) }}::INTEGER AS months_since_parent_account_cohort_start,
    monthly.mrr::DECIMAL(18, 6) AS mrr,
    monthly.arr::DECIMAL(18, 2) AS arr,
    monthly.quantity::DECIMAL(18, 6) AS quantity
  FROM monthly
  INNER JOIN dim_date ON monthly.dim_date_id = dim_date.date_id
  -- outer joins: ARR whose account, product or subscription is unknown stays in the total
  LEFT OUTER JOIN dim_subscription
    ON monthly.dim_subscription_id = dim_subscription.dim_subscription_id
  LEFT OUTER JOIN dim_product_detail
    ON monthly.dim_product_detail_id = dim_product_detail.dim_product_detail_id
  LEFT OUTER JOIN dim_billing_account
    ON monthly.dim_billing_account_id = dim_billing_account.dim_billing_account_id
  LEFT OUTER JOIN dim_crm_account ON monthly.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  -- renewals and amendments leave older versions of a name behind: counting them counts ARR twice
  WHERE (
    COALESCE(dim_subscription.is_latest_version, TRUE)
    OR monthly.dim_subscription_id = {{ missing_member_id() }}
  )
  -- an unknown flag is no JiHu account: dropping it would drop real ARR
  AND NOT COALESCE(dim_crm_account.is_jihu_account, FALSE)
)

SELECT * FROM final
