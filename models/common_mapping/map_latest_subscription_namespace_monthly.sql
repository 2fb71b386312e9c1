-- grain: one row per namespace and month a subscription covers
WITH prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

prep_charge AS (
  SELECT * FROM {{ ref('prep_charge') }}
),

prep_product_detail AS (
  SELECT * FROM {{ ref('prep_product_detail') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

months AS (
  SELECT date_actual AS snapshot_month
  FROM prep_date
  WHERE
    date_actual = first_day_of_month
    AND date_actual <= {{ as_of_date() }}
),

licensed AS (
  -- storage, compute minutes and support are sold beside a plan and give nobody a seat
  SELECT DISTINCT prep_charge.dim_subscription_id
  FROM prep_charge
  INNER JOIN prep_product_detail
    ON prep_charge.dim_product_detail_id = prep_product_detail.dim_product_detail_id
  WHERE
    prep_product_detail.product_ranking != 0
    AND prep_product_detail.is_licensed_user
),

cancellations AS (
  -- what an older version agreed on ends with the name, too
  SELECT
    subscription_name,
    MIN(subscription_end_date) AS cancelled_date
  FROM prep_subscription
  WHERE
    is_latest_version
    AND subscription_status = 'Cancelled'
  GROUP BY subscription_name
),

terms AS (
  SELECT
    prep_subscription.*,
    DATE_TRUNC('month', prep_subscription.term_start_date)::DATE AS first_month,
    DATE_TRUNC(
      'month',
      LEAST(
        prep_subscription.term_end_date,
        COALESCE(cancellations.cancelled_date, prep_subscription.term_end_date)
      )
    )::DATE AS end_month
  FROM prep_subscription
  INNER JOIN licensed
    ON prep_subscription.dim_subscription_id = licensed.dim_subscription_id
  LEFT OUTER JOIN cancellations
    ON prep_subscription.subscription_name = cancellations.subscription_name
  WHERE
    prep_subscription.namespace_id IS NOT NULL
    AND prep_subscription.subscription_status != 'Draft'
),

covered AS (
  -- as with ARR, a term covers a month when it runs on the month's last day
  SELECT
    months.snapshot_month,
    terms.*
  FROM terms
  INNER JOIN months
    ON
      terms.first_month <= months.snapshot_month
      AND terms.end_month > months.snapshot_month
),

latest AS (
  {{ latest_record(
    'covered',
    key=['namespace_id', 'snapshot_month'],
    order_by='term_start_date DESC, subscription_version DESC, created_at DESC,'
    ~ ' dim_subscription_id DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['namespace_id', 'snapshot_month']) }}::VARCHAR
      AS latest_subscription_namespace_key,
    -- foreign keys
    namespace_id::BIGINT AS dim_namespace_id,
    dim_subscription_id::VARCHAR AS dim_subscription_id,
    dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    dim_billing_account_id::VARCHAR AS dim_billing_account_id,
    dim_crm_account_id::VARCHAR AS dim_crm_account_id,
    -- attributes
    subscription_name::VARCHAR AS subscription_name,
    subscription_status::VARCHAR AS subscription_status,
    -- dates
    snapshot_month::DATE AS snapshot_month,
    term_start_date::DATE AS term_start_date,
    term_end_date::DATE AS term_end_date,
    -- measures
    subscription_version::INTEGER AS subscription_version
  FROM latest
)

SELECT * FROM final
