-- The summary of high-velocity sales has every first order the mart books outside JiHu, and the
-- buckets have each of them that was won.
{{ config(tags=['tdf', 'sales']) }}
WITH mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

wk_sales_hvs_narr_summary AS (
  SELECT * FROM {{ ref('wk_sales_hvs_narr_summary') }}
),

wk_sales_hvs_fo_bucket AS (
  SELECT * FROM {{ ref('wk_sales_hvs_fo_bucket') }}
),

first_orders AS (
  SELECT *
  FROM mart_crm_opportunity
  WHERE
    is_booked_net_arr
    AND trx_type = 'First Order'
    AND NOT is_jihu_account
),

expected AS (
  SELECT
    'booked first orders' AS what,
    COUNT(*) AS records,
    SUM(net_arr)::DECIMAL(18, 2) AS net_arr
  FROM first_orders
  UNION ALL
  SELECT
    'won first orders' AS what,
    COUNT(*) AS records,
    SUM(net_arr)::DECIMAL(18, 2) AS net_arr
  FROM first_orders
  WHERE is_won
),

actual AS (
  SELECT
    'booked first orders' AS what,
    SUM(orders) AS records,
    SUM(booked_net_arr)::DECIMAL(18, 2) AS net_arr
  FROM wk_sales_hvs_narr_summary
  WHERE trx_type = 'First Order'
  UNION ALL
  SELECT
    'won first orders' AS what,
    COUNT(*) AS records,
    SUM(net_arr)::DECIMAL(18, 2) AS net_arr
  FROM wk_sales_hvs_fo_bucket
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records', 'net_arr']) }}
)

SELECT * FROM final
