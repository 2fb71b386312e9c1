-- grain: one row per month from the first one with subscription revenue in the ledger
WITH fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

fct_netsuite_transaction_line AS (
  SELECT * FROM {{ ref('fct_netsuite_transaction_line') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

ledger AS (
  -- accounts 4005.x take subscription revenue: a credit, booked as a negative amount
  SELECT
    period_month,
    -SUM(amount_usd) AS ledger_revenue
  FROM fct_netsuite_transaction_line
  WHERE account_type = 'Income' AND account_number LIKE '4005.%'
  GROUP BY period_month
),

first_month AS (
  SELECT MIN(period_month) AS period_month
  FROM ledger
),

reported_month AS (
  SELECT
    dim_date.date_id,
    dim_date.date_actual
  FROM dim_date
  INNER JOIN first_month ON dim_date.date_actual >= first_month.period_month
  WHERE dim_date.date_actual = dim_date.first_day_of_month
    AND dim_date.date_actual <= {{ as_of_date() }}
),

recognised AS (
  -- superseded versions are not revenue twice; JiHu counts, the ledger is that of the whole company
  SELECT
    fct_mrr.dim_date_id,
    SUM(fct_mrr.mrr) AS recognised_mrr
  FROM fct_mrr
  LEFT OUTER JOIN dim_subscription
    ON fct_mrr.dim_subscription_id = dim_subscription.dim_subscription_id
  WHERE COALESCE(dim_subscription.is_latest_version, TRUE)
    OR fct_mrr.dim_subscription_id = {{ missing_member_id() }}
  GROUP BY fct_mrr.dim_date_id
),

compared AS (
  SELECT
    reported_month.date_actual AS arr_month,
    COALESCE(recognised.recognised_mrr, 0)::DECIMAL(18, 6) AS recognised_mrr,
    COALESCE(ledger.ledger_revenue, 0)::DECIMAL(18, 6) AS ledger_revenue
  FROM reported_month
  LEFT OUTER JOIN recognised ON reported_month.date_id = recognised.dim_date_id
  LEFT OUTER JOIN ledger ON reported_month.date_actual = ledger.period_month
),

final AS (
  SELECT
    -- primary key
    arr_month,
    -- flags
    ROUND(ledger_revenue - recognised_mrr, 2) != 0 AS has_variance,
    -- measures (USD)
    recognised_mrr,
    ledger_revenue,
    ROUND(ledger_revenue - recognised_mrr, 2)::DECIMAL(18, 2) AS variance
  FROM compared
)

SELECT * FROM final
