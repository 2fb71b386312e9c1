-- Per month, ARR, MRR and quantity of fct_mrr are those of mart_arr plus JiHu plus superseded
-- versions. The current version is worked out here again, from statuses and version numbers.
{{ config(tags=['tdf', 'finance']) }}
WITH fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

newest_version AS (
  SELECT
    subscription_name,
    MAX(subscription_version) AS subscription_version
  FROM dim_subscription
  WHERE subscription_status IN ('Active', 'Cancelled')
  GROUP BY subscription_name
),

superseded AS (
  SELECT dim_subscription.dim_subscription_id
  FROM dim_subscription
  LEFT OUTER JOIN newest_version
    ON dim_subscription.subscription_name = newest_version.subscription_name
  WHERE dim_subscription.dim_subscription_id != {{ missing_member_id() }}
    AND (
      dim_subscription.subscription_status NOT IN ('Active', 'Cancelled')
      OR dim_subscription.subscription_version < newest_version.subscription_version
    )
),

classified AS (
  SELECT
    dim_date.date_actual AS arr_month,
    fct_mrr.mrr,
    fct_mrr.arr,
    fct_mrr.quantity,
    superseded.dim_subscription_id IS NULL AND dim_crm_account.dim_crm_account_id IS NULL
      AS is_expected
  FROM fct_mrr
  LEFT OUTER JOIN dim_date ON fct_mrr.dim_date_id = dim_date.date_id
  LEFT OUTER JOIN superseded ON fct_mrr.dim_subscription_id = superseded.dim_subscription_id
  LEFT OUTER JOIN dim_crm_account
    ON fct_mrr.dim_crm_account_id = dim_crm_account.dim_crm_account_id
      AND dim_crm_account.is_jihu_account
),

expected AS (
  SELECT
    arr_month,
    SUM(mrr) AS mrr,
    SUM(arr) AS arr,
    SUM(quantity) AS quantity
  FROM classified
  WHERE is_expected
  GROUP BY arr_month
),

actual AS (
  SELECT
    arr_month,
    SUM(mrr) AS mrr,
    SUM(arr) AS arr,
    SUM(quantity) AS quantity
  FROM mart_arr
  GROUP BY arr_month
),

differences AS (
  SELECT
    'the month differs' AS what_is_wrong,
    COALESCE(expected.arr_month, actual.arr_month) AS arr_month,
    expected.arr AS expected_arr,
    actual.arr AS actual_arr
  FROM expected
  FULL OUTER JOIN actual ON expected.arr_month = actual.arr_month
  WHERE COALESCE(expected.arr, 0) != COALESCE(actual.arr, 0)
    OR COALESCE(expected.mrr, 0) != COALESCE(actual.mrr, 0)
    OR COALESCE(expected.quantity, 0) != COALESCE(actual.quantity, 0)
),

final AS (
  SELECT * FROM differences
  UNION ALL
  SELECT
    'there is no ARR at all' AS what_is_wrong,
    NULL AS arr_month,
    SUM(arr) AS expected_arr,
    0 AS actual_arr
  FROM actual
  HAVING COUNT(*) = 0
)

SELECT * FROM final
