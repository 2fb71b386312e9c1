-- Per month, parents and subscriptions change by the same amount and end with the ARR of mart_arr.
{{ config(tags=['tdf', 'finance']) }}
WITH mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

mart_delta_arr_parent_month AS (
  SELECT * FROM {{ ref('mart_delta_arr_parent_month') }}
),

mart_delta_arr_subscription_month AS (
  SELECT * FROM {{ ref('mart_delta_arr_subscription_month') }}
),

sides AS (
  SELECT
    arr_month,
    end_arr - beg_arr AS parent_change,
    end_arr AS parent_arr,
    0 AS subscription_change,
    0 AS subscription_arr,
    0 AS mart_arr
  FROM mart_delta_arr_parent_month
  UNION ALL
  SELECT
    arr_month,
    0 AS parent_change,
    0 AS parent_arr,
    end_arr - beg_arr AS subscription_change,
    end_arr AS subscription_arr,
    0 AS mart_arr
  FROM mart_delta_arr_subscription_month
  UNION ALL
  SELECT
    arr_month,
    0 AS parent_change,
    0 AS parent_arr,
    0 AS subscription_change,
    0 AS subscription_arr,
    arr AS mart_arr
  FROM mart_arr
  WHERE arr_month <= {{ as_of_date() }}
),

by_month AS (
  SELECT
    arr_month,
    SUM(parent_change) AS parent_change,
    SUM(subscription_change) AS subscription_change,
    SUM(parent_arr) AS parent_arr,
    SUM(subscription_arr) AS subscription_arr,
    SUM(mart_arr) AS mart_arr
  FROM sides
  GROUP BY arr_month
),

final AS (
  SELECT *
  FROM by_month
  WHERE parent_change != subscription_change
    OR parent_arr != mart_arr
    OR subscription_arr != mart_arr
  UNION ALL
  -- nothing to compare is no agreement
  SELECT
    NULL AS arr_month,
    SUM(parent_change) AS parent_change,
    SUM(subscription_change) AS subscription_change,
    SUM(parent_arr) AS parent_arr,
    SUM(subscription_arr) AS subscription_arr,
    SUM(mart_arr) AS mart_arr
  FROM by_month
  HAVING COALESCE(SUM(parent_arr), 0) = 0 OR COALESCE(SUM(subscription_arr), 0) = 0
)

SELECT * FROM final
