-- grain: one row per subscription cohort, renewal and score date, from its latest upload
WITH source AS (
  SELECT * FROM {{ source('data_science', 'churn_forecasting_scores') }}
),

scores AS (
  {{ select_json_elements_sql('source', 'jsontext', ['uploaded_at']) }}
),

elements AS (
  SELECT
    -- foreign keys
    {{ json_text('element', 'oldest_subscription_in_cohort') }}::VARCHAR
      AS oldest_subscription_in_cohort,
    {{ id15to18(json_text('element', 'dim_crm_opportunity_id_current_open_renewal')) }}::VARCHAR
      AS dim_crm_opportunity_id_current_open_renewal,
    -- attributes
    {{ json_text('element', 'outcome') }}::VARCHAR AS outcome,
    {{ json_text('element', 'model_version') }}::VARCHAR AS model_version,
    -- dates
    {{ try_cast_to(json_text('element', 'score_date'), 'DATE') }} AS score_date,
    {{ try_cast_to(json_text('element', 'renewal_date'), 'DATE') }} AS renewal_date,
    -- measures: USD per year, scores from 0 to 1
    {{ json_number('element', 'current_arr') }}::DECIMAL(18, 2) AS current_arr,
    {{ json_number('element', 'churn_score') }}::DECIMAL(18, 6) AS churn_score,
    {{ json_number('element', 'contraction_score') }}::DECIMAL(18, 6) AS contraction_score,
    {{ json_number('element', 'arr_expected_to_renew') }}::DECIMAL(18, 2) AS arr_expected_to_renew,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM scores
),

final AS (
  {{ latest_record(
    'elements',
    ['oldest_subscription_in_cohort', 'dim_crm_opportunity_id_current_open_renewal', 'score_date'],
    'uploaded_at DESC, model_version DESC, churn_score DESC, contraction_score DESC, outcome'
  ) }}
)

SELECT * FROM final
