-- grain: one row per survey response that was loaded by hand
WITH source AS (
  SELECT * FROM {{ source('qualtrics_static', 'qualtrics_post_purchase_survey_answers') }}
),

final AS (
  SELECT
    {{ survey_response_columns('source') }},
    -- metadata
    source.loaded_at::TIMESTAMP AS loaded_at
  FROM source
)

SELECT * FROM final
