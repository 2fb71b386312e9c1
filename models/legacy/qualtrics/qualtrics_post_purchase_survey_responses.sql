-- grain: one row per response to the post-purchase survey, loaded by a job or by hand
WITH qualtrics_post_purchase_survey_responses_source AS (
  SELECT * FROM {{ ref('qualtrics_post_purchase_survey_responses_source') }}
),

qualtrics_post_purchase_survey_static_source AS (
  SELECT * FROM {{ ref('qualtrics_post_purchase_survey_static_source') }}
),

combined AS (
  SELECT
    *,
    'live' AS record_source,
    1 AS precedence
  FROM qualtrics_post_purchase_survey_responses_source
  UNION ALL
  SELECT
    *,
    'static' AS record_source,
    2 AS precedence
  FROM qualtrics_post_purchase_survey_static_source
),

deduplicated AS (
  -- the survey tool still delivers some of the responses that were loaded by hand
  {{ latest_record('combined', ['response_id'], 'precedence') }}
),

final AS (
  SELECT
    -- primary key
    response_id,
    -- foreign keys
    dim_billing_account_id,
    -- attributes
    plan_name,
    purchase_reason,
    improvement_text,
    response_values,
    record_source::VARCHAR AS record_source,
    -- flags
    is_finished,
    -- dates
    started_at,
    recorded_at,
    -- measures: points from 1 to 7
    purchase_ease_score,
    -- metadata
    loaded_at
  FROM deduplicated
)

SELECT * FROM final
