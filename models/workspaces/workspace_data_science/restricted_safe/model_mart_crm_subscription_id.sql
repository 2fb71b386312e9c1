-- grain: one row per subscription cohort, open renewal and score date
WITH churn_forecasting_scores_source AS (
  SELECT * FROM {{ ref('churn_forecasting_scores_source') }}
),

map_subscription_lineage AS (
  SELECT * FROM {{ ref('map_subscription_lineage') }}
),

cohorts AS (
  -- the map has one row per subscription; a cohort is named after its oldest one
  SELECT
    oldest_subscription_in_cohort,
    MIN(subscription_cohort_month) AS subscription_cohort_month
  FROM map_subscription_lineage
  GROUP BY oldest_subscription_in_cohort
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'scores.oldest_subscription_in_cohort',
      'scores.dim_crm_opportunity_id_current_open_renewal',
      'scores.score_date'
    ]) }}::VARCHAR AS crm_subscription_score_id,
    -- foreign keys
    scores.oldest_subscription_in_cohort::VARCHAR AS oldest_subscription_in_cohort,
    scores.dim_crm_opportunity_id_current_open_renewal::VARCHAR
      AS dim_crm_opportunity_id_current_open_renewal,
    -- attributes
    scores.outcome::VARCHAR AS outcome,
    -- flags
    (cohorts.oldest_subscription_in_cohort IS NOT NULL)::BOOLEAN AS is_known_cohort,
    (
      ROW_NUMBER() OVER (
        PARTITION BY
          scores.oldest_subscription_in_cohort,
          scores.dim_crm_opportunity_id_current_open_renewal
        ORDER BY scores.score_date DESC
      ) = 1
    )::BOOLEAN AS is_latest,
    -- dates
    scores.score_date::DATE AS score_date,
    scores.renewal_date::DATE AS renewal_date,
    cohorts.subscription_cohort_month::DATE AS subscription_cohort_month,
    -- measures: USD per year, scores from 0 to 1
    scores.current_arr::DECIMAL(18, 2) AS current_arr,
    scores.churn_score::DECIMAL(18, 6) AS churn_score,
    scores.contraction_score::DECIMAL(18, 6) AS contraction_score,
    scores.arr_expected_to_renew::DECIMAL(18, 2) AS arr_expected_to_renew,
    -- metadata
    scores.uploaded_at::TIMESTAMP AS uploaded_at
  FROM churn_forecasting_scores_source AS scores
  LEFT OUTER JOIN cohorts
    ON scores.oldest_subscription_in_cohort = cohorts.oldest_subscription_in_cohort
)

SELECT * FROM final
