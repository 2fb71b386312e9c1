-- grain: one row per fiscal quarter, sales motion and transaction type
WITH mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

wk_sales_hvs_account AS (
  SELECT * FROM {{ ref('wk_sales_hvs_account') }}
),

account_periods AS (
  -- what is known first holds for all time before
  SELECT
    dim_crm_account_id,
    is_hvs_account OR is_pooled AS is_in_team,
    CASE
      WHEN
        LAG(snapshot_date) OVER (PARTITION BY dim_crm_account_id ORDER BY snapshot_date) IS NULL
        THEN '1900-01-01'::DATE
      ELSE snapshot_date
    END AS first_day,
    COALESCE(
      LEAD(snapshot_date) OVER (PARTITION BY dim_crm_account_id ORDER BY snapshot_date),
      '9999-12-31'::DATE
    ) AS next_first_day
  FROM wk_sales_hvs_account
),

orders AS (
  SELECT
    mart_crm_opportunity.close_fiscal_quarter_name AS fiscal_quarter_name_fy,
    mart_crm_opportunity.sales_motion,
    mart_crm_opportunity.trx_type,
    mart_crm_opportunity.booked_net_arr
  FROM mart_crm_opportunity
  LEFT OUTER JOIN account_periods
    ON mart_crm_opportunity.dim_crm_account_id = account_periods.dim_crm_account_id
      AND mart_crm_opportunity.close_date >= account_periods.first_day
      AND mart_crm_opportunity.close_date < account_periods.next_first_day
  WHERE
    mart_crm_opportunity.is_booked_net_arr
    AND NOT mart_crm_opportunity.is_jihu_account
    AND (NOT mart_crm_opportunity.is_edu_oss OR mart_crm_opportunity.net_arr > 0)
    AND NOT (
      mart_crm_opportunity.order_type_clean = 'Churn - Partial'
      AND mart_crm_opportunity.net_arr = 0
    )
    -- the team sells first orders to everybody, and anything later to its own accounts
    AND (
      mart_crm_opportunity.trx_type = 'First Order'
      OR COALESCE(account_periods.is_in_team, FALSE)
    )
),

sums AS (
  SELECT
    fiscal_quarter_name_fy,
    sales_motion,
    trx_type,
    SUM(booked_net_arr) AS booked_net_arr,
    COUNT(*) AS orders
  FROM orders
  GROUP BY fiscal_quarter_name_fy, sales_motion, trx_type
),

shares AS (
  SELECT
    sums.*,
    SUM(orders) OVER (PARTITION BY fiscal_quarter_name_fy, trx_type) AS all_orders,
    SUM(CASE WHEN sales_motion = 'Self-Service' THEN orders ELSE 0 END)
      OVER (PARTITION BY fiscal_quarter_name_fy, trx_type) AS self_service_orders,
    SUM(booked_net_arr) OVER (PARTITION BY fiscal_quarter_name_fy, trx_type) AS all_net_arr,
    SUM(CASE WHEN sales_motion = 'Self-Service' THEN booked_net_arr ELSE 0 END)
      OVER (PARTITION BY fiscal_quarter_name_fy, trx_type) AS self_service_net_arr
  FROM sums
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['fiscal_quarter_name_fy', 'sales_motion', 'trx_type']) }}::VARCHAR
      AS hvs_narr_summary_id,
    -- attributes
    fiscal_quarter_name_fy,
    sales_motion,
    trx_type,
    -- measures: USD per year, orders, percent of the quarter and transaction type
    booked_net_arr::DECIMAL(18, 2) AS booked_net_arr,
    orders::INTEGER AS orders,
    (booked_net_arr / orders)::DECIMAL(18, 2) AS average_sales_price,
    (self_service_orders * 100 / all_orders)::DECIMAL(18, 6) AS self_service_share,
    (self_service_net_arr * 100 / NULLIF(all_net_arr, 0))::DECIMAL(18, 6)
      AS self_service_net_arr_share
  FROM shares
)

SELECT * FROM final
