-- Most of every full extract is what the one before brought: at least six rows in ten repeat
-- another. A record still has one state that holds today, and no two states in a row are the same.
{{ config(tags=['tdf', 'product']) }}
WITH gitlab_db_members AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_members') }}
),

gitlab_db_gitlab_subscriptions AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_gitlab_subscriptions') }}
),

gitlab_dotcom_members_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_members_source') }}
),

gitlab_dotcom_gitlab_subscriptions_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_gitlab_subscriptions_source') }}
),

member_contents AS (
  SELECT
    _uploaded_at,
    id,
    {{ surrogate_key(['id', 'user_id', 'access_level', 'requested_at', 'updated_at']) }} AS content
  FROM gitlab_db_members
),

subscription_contents AS (
  SELECT
    _uploaded_at,
    id,
    {{ surrogate_key([
      'id', 'hosted_plan_id', 'seats', 'seats_in_use', 'max_seats_used', 'updated_at'
    ]) }} AS content
  FROM gitlab_db_gitlab_subscriptions
),

contents AS (
  SELECT
    'members' AS extract_name,
    *
  FROM member_contents
  UNION ALL
  SELECT
    'subscriptions' AS extract_name,
    *
  FROM subscription_contents
),

last_uploads AS (
  SELECT
    extract_name,
    MAX(_uploaded_at) AS uploaded_at
  FROM contents
  GROUP BY extract_name
),

raw_totals AS (
  SELECT
    contents.extract_name,
    COUNT(*) AS extracted_rows,
    COUNT(DISTINCT contents.content) AS different_rows,
    COUNT(DISTINCT CASE
      WHEN contents._uploaded_at = last_uploads.uploaded_at THEN contents.id
    END) AS present_records
  FROM contents
  INNER JOIN last_uploads
    ON contents.extract_name = last_uploads.extract_name
  GROUP BY contents.extract_name
),

states AS (
  SELECT
    'members' AS extract_name,
    member_id AS record_id,
    is_currently_valid,
    valid_from,
    valid_to,
    {{ surrogate_key(['user_id', 'access_level', 'requested_at', 'updated_at']) }} AS content
  FROM gitlab_dotcom_members_source
  UNION ALL
  SELECT
    'subscriptions' AS extract_name,
    gitlab_subscription_id AS record_id,
    is_currently_valid,
    valid_from,
    valid_to,
    {{ surrogate_key([
      'plan_id', 'seats', 'seats_in_use', 'max_seats_used', 'updated_at'
    ]) }} AS content
  FROM gitlab_dotcom_gitlab_subscriptions_source
),

preceded_states AS (
  SELECT
    *,
    LAG(content) OVER (
      PARTITION BY extract_name, record_id ORDER BY valid_from, valid_to NULLS LAST
    ) AS content_before,
    LAG(valid_to) OVER (
      PARTITION BY extract_name, record_id ORDER BY valid_from, valid_to NULLS LAST
    ) AS end_before
  FROM states
),

state_totals AS (
  SELECT
    extract_name,
    SUM(CASE WHEN is_currently_valid THEN 1 ELSE 0 END) AS valid_records,
    SUM(
      CASE WHEN content = content_before AND valid_from = end_before THEN 1 ELSE 0 END
    ) AS repeated_states
  FROM preceded_states
  GROUP BY extract_name
),

final AS (
  SELECT
    raw_totals.*,
    state_totals.valid_records,
    state_totals.repeated_states
  FROM raw_totals
  INNER JOIN state_totals
    ON raw_totals.extract_name = state_totals.extract_name
  WHERE
    raw_totals.different_rows > 0.4 * raw_totals.extracted_rows
    OR state_totals.valid_records != raw_totals.present_records
    OR state_totals.repeated_states != 0
)

SELECT * FROM final
