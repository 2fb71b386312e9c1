-- grain: one row per won and booked first order
WITH mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

bdg_namespace_order_subscription_monthly AS (
  SELECT * FROM {{ ref('bdg_namespace_order_subscription_monthly') }}
),

dim_namespace AS (
  SELECT * FROM {{ ref('dim_namespace') }}
),

fct_trial AS (
  SELECT * FROM {{ ref('fct_trial') }}
),

first_orders AS (
  SELECT *
  FROM mart_crm_opportunity
  WHERE
    is_won
    AND is_booked_net_arr
    AND trx_type = 'First Order'
    AND NOT is_jihu_account
),

links AS (
  SELECT
    dim_subscription.dim_crm_opportunity_id,
    monthly_links.ultimate_parent_namespace_id AS namespace_id,
    monthly_links.snapshot_month
  FROM dim_subscription
  INNER JOIN bdg_namespace_order_subscription_monthly AS monthly_links
    ON dim_subscription.dim_subscription_id_original = monthly_links.dim_subscription_id_original
  UNION ALL
  -- the bridge goes back two years; before, billing alone knows the namespace
  SELECT
    dim_subscription.dim_crm_opportunity_id,
    dim_subscription.namespace_id,
    NULL AS snapshot_month
  FROM dim_subscription
),

known_links AS (
  SELECT
    links.dim_crm_opportunity_id,
    links.snapshot_month,
    dim_namespace.dim_namespace_id,
    dim_namespace.created_at
  FROM links
  INNER JOIN dim_namespace
    ON links.namespace_id = dim_namespace.dim_namespace_id
      AND dim_namespace.created_at IS NOT NULL
),

-- where the subscription that the order booked was used first
namespaces AS (
  {{ latest_record(
    'known_links', ['dim_crm_opportunity_id'],
    'snapshot_month NULLS LAST, created_at, dim_namespace_id'
  ) }}
),

used_orders AS (
  SELECT
    first_orders.dim_crm_opportunity_id,
    first_orders.dim_crm_account_id,
    first_orders.delivery,
    first_orders.close_date,
    first_orders.net_arr,
    namespaces.dim_namespace_id,
    {{ dbt.datediff('namespaces.created_at', 'first_orders.close_date', 'day') }}
      AS days_from_creation_to_close
  FROM first_orders
  LEFT OUTER JOIN namespaces
    ON first_orders.dim_crm_opportunity_id = namespaces.dim_crm_opportunity_id
),

trials AS (
  SELECT
    used_orders.dim_crm_opportunity_id,
    MAX(fct_trial.trial_start_date) AS trial_start_date
  FROM used_orders
  INNER JOIN fct_trial
    ON used_orders.dim_namespace_id = fct_trial.ultimate_parent_namespace_id
      AND used_orders.close_date >= fct_trial.trial_start_date
  GROUP BY used_orders.dim_crm_opportunity_id
),

tried_orders AS (
  SELECT
    used_orders.*,
    {{ dbt.datediff('trials.trial_start_date', 'used_orders.close_date', 'day') }}
      AS days_from_trial_to_close
  FROM used_orders
  LEFT OUTER JOIN trials
    ON used_orders.dim_crm_opportunity_id = trials.dim_crm_opportunity_id
),

final AS (
  SELECT
    -- primary key
    dim_crm_opportunity_id,
    -- foreign keys
    dim_crm_account_id,
    dim_namespace_id::BIGINT AS dim_namespace_id,
    -- attributes
    CASE
      WHEN delivery = 'Self-Managed' THEN 'S-M'
      WHEN dim_namespace_id IS NULL THEN 'No Namespace'
      -- a namespace made for the order has no time before it
      WHEN days_from_creation_to_close <= 1 THEN 'Buy Now'
      WHEN days_from_trial_to_close <= 40 THEN 'Trial Convert'
      ELSE 'Free Convert'
    END::VARCHAR AS fo_bucket,
    -- dates
    close_date,
    -- measures: days, USD per year
    days_from_creation_to_close::INTEGER AS days_from_creation_to_close,
    days_from_trial_to_close::INTEGER AS days_from_trial_to_close,
    net_arr
  FROM tried_orders
)

SELECT * FROM final
