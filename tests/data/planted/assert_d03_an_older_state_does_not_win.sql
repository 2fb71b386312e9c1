-- Twelve users were extracted again in an older state: the newer updated_at stays, whichever came
-- last.
{{ config(tags=['tdf', 'product']) }}
WITH gitlab_db_users AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_users') }}
),

gitlab_dotcom_users_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_users_source') }}
),

outdated AS (
  SELECT DISTINCT later_rows.id
  FROM gitlab_db_users AS later_rows
  INNER JOIN gitlab_db_users AS earlier_rows
    ON later_rows.id = earlier_rows.id
      AND later_rows._uploaded_at > earlier_rows._uploaded_at
      AND later_rows.updated_at < earlier_rows.updated_at
),

newest AS (
  SELECT
    gitlab_db_users.id,
    MAX(gitlab_db_users.updated_at) AS updated_at
  FROM gitlab_db_users
  INNER JOIN outdated
    ON gitlab_db_users.id = outdated.id
  GROUP BY gitlab_db_users.id
),

kept AS (
  SELECT newest.id
  FROM newest
  INNER JOIN gitlab_dotcom_users_source
    ON newest.id = gitlab_dotcom_users_source.user_id
      AND newest.updated_at = gitlab_dotcom_users_source.updated_at
),

expected AS (
  {{ select_expected_counts_sql({
    'users extracted again in an older state': 12,
    'of them with their newer state': 12
  }) }}
),

actual AS (
  SELECT
    'users extracted again in an older state' AS what,
    COUNT(*) AS records
  FROM outdated
  UNION ALL
  SELECT
    'of them with their newer state' AS what,
    COUNT(*) AS records
  FROM kept
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
