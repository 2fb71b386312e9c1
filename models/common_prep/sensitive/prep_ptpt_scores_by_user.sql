-- grain: one row per contact and score date, for the best-scored namespace the contact created
WITH ptpt_scores_source AS (
  SELECT * FROM {{ ref('ptpt_scores_source') }}
),

prep_namespace AS (
  SELECT * FROM {{ ref('prep_namespace') }}
),

gitlab_dotcom_users_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_users_source') }}
),

scored AS (
  SELECT
    ptpt_scores_source.*,
    gitlab_dotcom_users_source.user_id,
    {{ hash_value('gitlab_dotcom_users_source.email', 'email') }} AS email_hash
  FROM ptpt_scores_source
  INNER JOIN prep_namespace
    ON ptpt_scores_source.namespace_id = prep_namespace.dim_namespace_id
  INNER JOIN gitlab_dotcom_users_source
    ON prep_namespace.creator_id = gitlab_dotcom_users_source.user_id
  WHERE
    NOT prep_namespace.is_deleted
    AND gitlab_dotcom_users_source.email IS NOT NULL
    AND gitlab_dotcom_users_source.user_type IS NULL
),

best AS (
  {{ latest_record(
    'scored', ['email_hash', 'score_date'], 'score DESC, score_group DESC, namespace_id DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['email_hash', 'score_date']) }}::VARCHAR AS ptpt_score_by_user_id,
    -- foreign keys
    email_hash::VARCHAR AS email_hash,
    user_id::BIGINT AS gitlab_dotcom_user_id,
    namespace_id::BIGINT AS namespace_id,
    -- attributes
    insights::VARCHAR AS insights,
    -- dates
    score_date::DATE AS score_date,
    -- measures: score from 0 to 1, group from 1 to 5, days
    score::DECIMAL(18, 6) AS score,
    score_group::INTEGER AS score_group,
    days_since_trial_start::INTEGER AS days_since_trial_start,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM best
)

SELECT * FROM final
