-- The current quarter of one account: 45,060 USD booked, a first order in two being self-service.
{{ config(tags=['golden', 'tdf', 'sales']) }}
WITH golden_booking AS (
  SELECT * FROM {{ ref('golden_booking') }}
),

mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

expected AS (
  SELECT
    measure,
    amount
  FROM golden_booking
),

opportunities AS (
  SELECT
    mart_crm_opportunity.booked_net_arr,
    mart_crm_opportunity.open_4plus_net_arr,
    mart_crm_opportunity.order_type = '1. New - First Order'
    AND mart_crm_opportunity.is_booked_net_arr AS is_first_order,
    mart_crm_opportunity.sales_motion = 'Self-Service' AS is_self_service,
    mart_crm_opportunity.close_fiscal_quarter_name = 'FY25-Q4' AS is_in_quarter
  FROM mart_crm_opportunity
  INNER JOIN dim_crm_account
    ON mart_crm_opportunity.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  WHERE dim_crm_account.crm_account_name LIKE 'CAST-C17%'
),

sums AS (
  SELECT
    SUM(CASE WHEN is_in_quarter THEN booked_net_arr END) AS booked,
    SUM(CASE WHEN is_in_quarter AND is_first_order THEN booked_net_arr END) AS first_order_booked,
    SUM(CASE WHEN is_in_quarter AND is_first_order THEN 1 END) AS first_orders,
    SUM(CASE WHEN is_in_quarter AND is_first_order AND is_self_service THEN 1 END)
      AS self_service_orders,
    SUM(CASE WHEN is_in_quarter AND is_first_order AND is_self_service THEN booked_net_arr END)
      AS self_service_booked,
    SUM(open_4plus_net_arr) AS open_4plus
  FROM opportunities
),

actual AS (
  SELECT
    'FY25-Q4 booked net ARR' AS measure,
    booked::DECIMAL(18, 2) AS amount
  FROM sums

  UNION ALL

  SELECT
    'FY25-Q4 first order booked net ARR' AS measure,
    first_order_booked::DECIMAL(18, 2) AS amount
  FROM sums

  UNION ALL

  SELECT
    'FY25-Q4 first orders' AS measure,
    first_orders::DECIMAL(18, 2) AS amount
  FROM sums

  UNION ALL

  SELECT
    'FY25-Q4 self-service first orders' AS measure,
    self_service_orders::DECIMAL(18, 2) AS amount
  FROM sums

  UNION ALL

  SELECT
    'FY25-Q4 self-service share of first orders in percent' AS measure,
    (100.0 * self_service_orders / first_orders)::DECIMAL(18, 2) AS amount
  FROM sums

  UNION ALL

  SELECT
    'FY25-Q4 self-service share of first order value in percent' AS measure,
    (100.0 * self_service_booked / first_order_booked)::DECIMAL(18, 2) AS amount
  FROM sums

  UNION ALL

  SELECT
    'open net ARR from stage 4' AS measure,
    open_4plus::DECIMAL(18, 2) AS amount
  FROM sums
),

final AS (
  {{ golden_difference('expected', 'actual', ['measure', 'amount']) }}
)

SELECT * FROM final
