-- A response that was loaded by hand before it was finished is shown as the survey tool has it now.
{{ config(tags=['tdf', 'marketing']) }}
WITH qualtrics_post_purchase_survey_responses_source AS (
  SELECT * FROM {{ ref('qualtrics_post_purchase_survey_responses_source') }}
),

qualtrics_post_purchase_survey_static_source AS (
  SELECT * FROM {{ ref('qualtrics_post_purchase_survey_static_source') }}
),

qualtrics_post_purchase_survey_responses AS (
  SELECT * FROM {{ ref('qualtrics_post_purchase_survey_responses') }}
),

in_both AS (
  SELECT
    live_load.response_id,
    live_load.purchase_ease_score,
    hand_load.is_finished AS was_finished
  FROM qualtrics_post_purchase_survey_responses_source AS live_load
  INNER JOIN qualtrics_post_purchase_survey_static_source AS hand_load
    ON live_load.response_id = hand_load.response_id
),

expected AS (
  {{ select_expected_counts_sql({
    'responses in both loads': 15,
    'responses in both loads that were not finished by hand': 15,
    'responses shown as the survey tool has them': 15
  }) }}
),

actual AS (
  SELECT
    'responses in both loads' AS what,
    COUNT(*) AS records
  FROM in_both
  UNION ALL
  SELECT
    'responses in both loads that were not finished by hand' AS what,
    COUNT(*) AS records
  FROM in_both
  WHERE NOT was_finished
  UNION ALL
  SELECT
    'responses shown as the survey tool has them' AS what,
    COUNT(*) AS records
  FROM in_both
  INNER JOIN qualtrics_post_purchase_survey_responses AS shown
    ON in_both.response_id = shown.response_id
  WHERE
    shown.record_source = 'live'
    AND shown.is_finished
    AND shown.purchase_ease_score = in_both.purchase_ease_score
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
