-- grain: one row per account and score date, from its latest upload
WITH source AS (
  SELECT * FROM {{ source('data_science', 'ptc_scores') }}
),

elements AS (
  SELECT
    -- foreign keys
    {{ id15to18(json_text('element.value', 'crm_account_id')) }} AS crm_account_id,
    -- attributes
    {{ json_text('element.value', 'importance') }}::VARCHAR AS importance,
    {{ json_text('element.value', 'insights') }} AS insights,
    {{ json_text('element.value', 'model_version') }} AS model_version,
    -- flags
    {{ json_boolean('element.value', 'downtier_likely') }} AS is_downtier_likely,
    -- dates
    {{ try_cast_to(json_text('element.value', 'score_date'), 'DATE') }} AS score_date,
    {{ try_cast_to(json_text('element.value', 'renewal_date'), 'DATE') }} AS renewal_date,
    -- measures: score from 0 to 1, decile from 1 to 10, group from 1 to 5
    {{ json_number('element.value', 'score') }} AS score,
    {{ json_number('element.value', 'decile', 'INTEGER') }} AS decile,
    {{ json_number('element.value', 'grouping', 'INTEGER') }} AS score_group,
    -- metadata
    source.uploaded_at::TIMESTAMP AS uploaded_at
  FROM source, {{ json_elements('source.jsontext', 'element') }}
),

final AS (
  {{ latest_record(
    'elements', ['crm_account_id', 'score_date'],
    'uploaded_at DESC, model_version DESC, score DESC, insights'
  ) }}
)

SELECT * FROM final
