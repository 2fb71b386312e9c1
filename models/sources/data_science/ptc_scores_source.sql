-- grain: one row per account and score date, from its latest upload
WITH source AS (
  SELECT * FROM {{ source('data_science', 'ptc_scores') }}
),

scores AS (
  {{ select_json_elements_sql('source', 'jsontext', ['uploaded_at']) }}
),

elements AS (
  SELECT
    -- foreign keys
    {{ id15to18(json_text('element', 'crm_account_id')) }} AS crm_account_id,
    -- attributes
    {{ json_text('element', 'importance') }}::VARCHAR AS importance,
    {{ json_text('element', 'insights') }} AS insights,
    {{ json_text('element', 'model_version') }} AS model_version,
    -- flags
    {{ json_boolean('element', 'downtier_likely') }} AS is_downtier_likely,
    -- dates
    {{ try_cast_to(json_text('element', 'score_date'), 'DATE') }} AS score_date,
    {{ try_cast_to(json_text('element', 'renewal_date'), 'DATE') }} AS renewal_date,
    -- measures: score from 0 to 1, decile from 1 to 10, group from 1 to 5
    {{ json_number('element', 'score') }} AS score,
    {{ json_number('element', 'decile', 'INTEGER') }} AS decile,
    {{ json_number('element', 'grouping', 'INTEGER') }} AS score_group,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM scores
),

final AS (
  {{ latest_record(
    'elements', ['crm_account_id', 'score_date'],
    'uploaded_at DESC, model_version DESC, score DESC, insights'
  ) }}
)

SELECT * FROM final
