-- grain: one row per subscription cohort and renewal that was ever scored
WITH mart_crm_subscription_id AS (
  SELECT * FROM {{ ref('mart_crm_subscription_id') }}
),

final AS (
  -- the receiving system's columns by name: a new column of the mart is not sent by accident
  SELECT
    -- primary key: cohort and renewal
    oldest_subscription_in_cohort,
    dim_crm_opportunity_id_current_open_renewal,
    -- attributes, dates and measures
    score_date,
    renewal_date,
    current_arr,
    churn_score,
    contraction_score,
    outcome,
    arr_expected_to_renew,
    -- metadata: the pump's batch column
    updated_at
  FROM mart_crm_subscription_id
)

SELECT * FROM final
