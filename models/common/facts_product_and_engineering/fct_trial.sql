-- grain: one row per trial order (internal_order_id)
WITH prep_order AS (
  SELECT * FROM {{ ref('prep_order') }}
),

prep_namespace AS (
  SELECT * FROM {{ ref('prep_namespace') }}
),

prep_charge AS (
  SELECT * FROM {{ ref('prep_charge') }}
),

orders AS (
  -- an order without a known namespace stands alone
  SELECT
    prep_order.*,
    COALESCE(prep_namespace.dim_namespace_id, -1) AS known_namespace_id,
    COALESCE(prep_namespace.ultimate_parent_namespace_id, -1) AS ultimate_parent_namespace_id,
    COALESCE(
      prep_namespace.ultimate_parent_namespace_id, -1 * prep_order.internal_order_id
    ) AS trial_place_id
  FROM prep_order
  LEFT OUTER JOIN prep_namespace
    ON prep_order.dim_namespace_id = prep_namespace.dim_namespace_id
),

first_payments AS (
  SELECT
    orders.trial_place_id,
    MIN(prep_charge.effective_start_date) AS first_paid_date
  FROM orders
  INNER JOIN prep_charge
    ON orders.dim_subscription_id = prep_charge.dim_subscription_id
  WHERE
    NOT orders.is_trial
    AND prep_charge.charge_type = 'Recurring'
    AND prep_charge.is_included_in_arr_calc
    AND prep_charge.mrr > 0
    AND prep_charge.subscription_status != 'Draft'
  GROUP BY orders.trial_place_id
),

trials AS (
  SELECT
    orders.*,
    ROW_NUMBER() OVER (
      PARTITION BY trial_place_id ORDER BY order_start_date, internal_order_id
    ) AS trial_number,
    LEAD(order_start_date) OVER (
      PARTITION BY trial_place_id ORDER BY order_start_date, internal_order_id
    ) AS next_trial_start_date
  FROM orders
  WHERE is_trial
),

final AS (
  SELECT
    -- primary key
    trials.internal_order_id::BIGINT AS internal_order_id,
    -- foreign keys
    trials.known_namespace_id::BIGINT AS dim_namespace_id,
    trials.ultimate_parent_namespace_id::BIGINT AS ultimate_parent_namespace_id,
    trials.customer_id::BIGINT AS customer_id,
    trials.product_rate_plan_id::VARCHAR AS product_rate_plan_id,
    -- attributes
    trials.order_source::VARCHAR AS order_source,
    -- flags
    (trials.trial_number = 1)::BOOLEAN AS is_first_trial,
    (trials.next_trial_start_date IS NULL)::BOOLEAN AS is_latest_trial,
    (first_payments.first_paid_date IS NOT NULL)::BOOLEAN AS is_converted,
    -- dates
    trials.order_start_date::DATE AS trial_start_date,
    trials.order_end_date::DATE AS trial_end_date,
    first_payments.first_paid_date::DATE AS conversion_date,
    -- metadata
    trials.created_at::TIMESTAMP AS created_at
  FROM trials
  LEFT OUTER JOIN first_payments
    -- who paid before is no conversion; one who tried twice was won by the last trial
    ON
      trials.trial_place_id = first_payments.trial_place_id
      AND trials.order_start_date <= first_payments.first_paid_date
      AND COALESCE(trials.next_trial_start_date > first_payments.first_paid_date, TRUE)
)

SELECT * FROM final
