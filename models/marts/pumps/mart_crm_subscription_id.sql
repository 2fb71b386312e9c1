-- grain: one row per subscription cohort and renewal that was ever scored
WITH model_mart_crm_subscription_id AS (
  SELECT * FROM {{ ref('model_mart_crm_subscription_id') }}
),

final AS (
  SELECT
    -- primary key: cohort and renewal
    oldest_subscription_in_cohort::VARCHAR AS oldest_subscription_in_cohort,
    dim_crm_opportunity_id_current_open_renewal::VARCHAR
      AS dim_crm_opportunity_id_current_open_renewal,
    -- attributes
    outcome::VARCHAR AS outcome,
    -- dates
    score_date::DATE AS score_date,
    renewal_date::DATE AS renewal_date,
    -- measures: USD per year, scores from 0 to 1
    current_arr::DECIMAL(18, 2) AS current_arr,
    churn_score::DECIMAL(18, 6) AS churn_score,
    contraction_score::DECIMAL(18, 6) AS contraction_score,
    arr_expected_to_renew::DECIMAL(18, 2) AS arr_expected_to_renew,
    -- metadata
    uploaded_at::TIMESTAMP AS updated_at
  FROM model_mart_crm_subscription_id
  WHERE is_latest
)

SELECT * FROM final
