-- grain: one row per namespace and score date, from its latest upload
WITH source AS (
  SELECT * FROM {{ source('data_science', 'ptpt_scores') }}
),

scores AS (
  {{ select_json_elements_sql('source', 'jsontext', ['uploaded_at']) }}
),

elements AS (
  SELECT
    -- foreign keys
    {{ json_number('element', 'namespace_id', 'BIGINT') }} AS namespace_id,
    -- attributes
    {{ json_text('element', 'insights') }} AS insights,
    -- dates
    {{ try_cast_to(json_text('element', 'score_date'), 'DATE') }} AS score_date,
    -- measures: score from 0 to 1, group from 1 to 5, days
    {{ json_number('element', 'score') }} AS score,
    {{ json_number('element', 'grouping', 'INTEGER') }} AS score_group,
    {{ json_number('element', 'days_since_trial_start', 'INTEGER') }} AS days_since_trial_start,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM scores
),

final AS (
  {{ latest_record(
    'elements', ['namespace_id', 'score_date'],
    'uploaded_at DESC, score DESC, score_group DESC, insights'
  ) }}
)

SELECT * FROM final
