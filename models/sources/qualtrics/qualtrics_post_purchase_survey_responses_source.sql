-- grain: one row per response to the post-purchase survey
WITH source AS (
  SELECT * FROM {{ source('qualtrics', 'post_purchase_survey_responses') }}
),

final AS (
  SELECT
    {{ survey_response_columns('source') }},
    -- metadata
    source.uploaded_at::TIMESTAMP AS loaded_at
  FROM source
)

SELECT * FROM final
