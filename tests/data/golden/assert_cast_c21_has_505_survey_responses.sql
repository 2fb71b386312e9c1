-- 400 responses from the survey tool and 120 loaded by hand, 15 of them in both, make 505.
{{ config(tags=['golden', 'tdf', 'marketing']) }}
WITH qualtrics_post_purchase_survey_responses AS (
  SELECT * FROM {{ ref('qualtrics_post_purchase_survey_responses') }}
),

expected AS (
  {{ select_expected_counts_sql({'live': 400, 'static': 105, 'all': 505}) }}
),

actual AS (
  SELECT
    record_source AS what,
    COUNT(*) AS records
  FROM qualtrics_post_purchase_survey_responses
  GROUP BY record_source
  UNION ALL
  SELECT
    'all' AS what,
    COUNT(DISTINCT response_id) AS records
  FROM qualtrics_post_purchase_survey_responses
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
