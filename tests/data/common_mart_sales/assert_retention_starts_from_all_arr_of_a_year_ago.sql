-- Per retention month, the earlier ARR is all ARR paying parents had twelve months before, and
-- what they kept is not more than all ARR paid in the month itself. A parent whose corrections
-- exceed its subscriptions pays nothing.
{{ config(tags=['tdf', 'finance']) }}
WITH mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

mart_retention_parent_account AS (
  SELECT * FROM {{ ref('mart_retention_parent_account') }}
),

paying_parent AS (
  SELECT
    arr_month,
    dim_parent_crm_account_id,
    SUM(arr) AS arr
  FROM mart_arr
  GROUP BY arr_month, dim_parent_crm_account_id
  HAVING SUM(arr) > 0
),

arr_by_month AS (
  SELECT
    arr_month,
    SUM(arr) AS arr
  FROM paying_parent
  GROUP BY arr_month
),

retention_by_month AS (
  SELECT
    retention_month,
    SUM(prior_year_arr) AS prior_year_arr,
    SUM(net_retention_arr) AS net_retention_arr
  FROM mart_retention_parent_account
  GROUP BY retention_month
),

compared AS (
  SELECT
    year_ago.arr_month,
    year_ago.arr AS arr_a_year_ago,
    retention_by_month.retention_month,
    retention_by_month.prior_year_arr,
    retention_by_month.net_retention_arr,
    arr_by_month.arr AS arr_now
  FROM arr_by_month AS year_ago
  LEFT OUTER JOIN retention_by_month
    ON {{ dbt.dateadd('month', 12, 'year_ago.arr_month') }}::DATE
      = retention_by_month.retention_month
  LEFT OUTER JOIN arr_by_month ON retention_by_month.retention_month = arr_by_month.arr_month
  WHERE {{ dbt.dateadd('month', 12, 'year_ago.arr_month') }}::DATE <= {{ as_of_date() }}
),

final AS (
  SELECT *
  FROM compared
  WHERE arr_a_year_ago != COALESCE(prior_year_arr, 0)
    OR COALESCE(net_retention_arr, 0) > COALESCE(arr_now, 0)
  UNION ALL
  -- a customer base older than a year has retention
  SELECT
    NULL AS arr_month,
    SUM(arr_a_year_ago) AS arr_a_year_ago,
    NULL AS retention_month,
    SUM(prior_year_arr) AS prior_year_arr,
    NULL AS net_retention_arr,
    NULL AS arr_now
  FROM compared
  HAVING COALESCE(SUM(prior_year_arr), 0) = 0
)

SELECT * FROM final
