-- grain: one row per subscription version (dim_subscription_id)
WITH zuora_subscription_source AS (
  SELECT * FROM {{ ref('zuora_subscription_source') }}
),

zuora_query_api_users_source AS (
  SELECT * FROM {{ ref('zuora_query_api_users_source') }}
),

prep_billing_account AS (
  SELECT * FROM {{ ref('prep_billing_account') }}
),

subscriptions AS (
  -- an empty exclusion flag means nobody asked to exclude the subscription
  SELECT *
  FROM zuora_subscription_source
  WHERE
    NOT is_deleted
    AND COALESCE(exclude_from_analysis, 'False') != 'True'
),

creators AS (
  SELECT
    zuora_user_id,
    LOWER(last_name) LIKE '%integration%' AS is_integration
  FROM zuora_query_api_users_source
),

keyed AS (
  SELECT
    subscriptions.*,
    prep_billing_account.dim_billing_account_id,
    prep_billing_account.dim_crm_account_id,
    subscriptions.subscription_status IN ('Active', 'Cancelled') AS is_current_status,
    CASE
      WHEN creators.is_integration THEN 'Self-Service'
      ELSE 'Sales-Assisted'
    END AS subscription_sales_type,
    CASE
      -- the first version counts from the contract when it was typed in later
      WHEN
        subscriptions.subscription_version = 1
        AND subscriptions.contract_effective_date < subscriptions.created_at::DATE
        THEN subscriptions.contract_effective_date::TIMESTAMP
      ELSE subscriptions.created_at
    END AS version_valid_from_at
  FROM subscriptions
  INNER JOIN prep_billing_account
    ON subscriptions.account_id = prep_billing_account.dim_billing_account_id
  LEFT OUTER JOIN creators
    ON subscriptions.created_by_id = creators.zuora_user_id
),

final AS (
  SELECT
    -- primary key
    subscription_id::VARCHAR AS dim_subscription_id,
    -- foreign keys
    dim_billing_account_id::VARCHAR AS dim_billing_account_id,
    dim_crm_account_id::VARCHAR AS dim_crm_account_id,
    original_id::VARCHAR AS dim_subscription_id_original,
    previous_subscription_id::VARCHAR AS dim_subscription_id_previous,
    crm_opportunity_id::VARCHAR AS dim_crm_opportunity_id,
    namespace_id::BIGINT AS namespace_id,
    -- attributes
    subscription_name::VARCHAR AS subscription_name,
    subscription_name_slugify::VARCHAR AS subscription_name_slugify,
    subscription_status::VARCHAR AS subscription_status,
    subscription_sales_type::VARCHAR AS subscription_sales_type,
    contract_auto_renewal::VARCHAR AS contract_auto_renewal,
    turn_on_auto_renewal::VARCHAR AS turn_on_auto_renewal,
    contract_seat_reconciliation::VARCHAR AS contract_seat_reconciliation,
    turn_on_seat_reconciliation::VARCHAR AS turn_on_seat_reconciliation,
    turn_on_cloud_licensing::VARCHAR AS turn_on_cloud_licensing,
    -- flags
    (ramp_id IS NOT NULL)::BOOLEAN AS is_ramp,
    (COALESCE(invoice_owner_id, account_id) != account_id)::BOOLEAN
      AS was_purchased_through_reseller,
    (
      is_current_status
      AND ROW_NUMBER() OVER (
        PARTITION BY subscription_name, is_current_status
        ORDER BY subscription_version DESC, created_at DESC, subscription_id DESC
      ) = 1
    )::BOOLEAN AS is_latest_version,
    -- dates
    subscription_start_date::DATE AS subscription_start_date,
    subscription_end_date::DATE AS subscription_end_date,
    term_start_date::DATE AS term_start_date,
    term_end_date::DATE AS term_end_date,
    contract_effective_date::DATE AS contract_effective_date,
    cancelled_date::DATE AS cancelled_date,
    -- measures (term in months)
    subscription_version::INTEGER AS subscription_version,
    current_term::INTEGER AS current_term,
    -- metadata
    version_valid_from_at::TIMESTAMP AS version_valid_from_at,
    LEAD(version_valid_from_at) OVER (
      PARTITION BY subscription_name
      ORDER BY subscription_version, created_at, subscription_id
    )::TIMESTAMP AS version_valid_to_at,
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at
  FROM keyed
)

SELECT * FROM final
