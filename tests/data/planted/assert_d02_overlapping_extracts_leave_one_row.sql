-- Forty users changed in the half hour two extracts share: each has one row, the newer of the two.
{{ config(tags=['tdf', 'product']) }}
WITH gitlab_db_users AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_users') }}
),

gitlab_dotcom_users_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_users_source') }}
),

overlapped AS (
  SELECT
    later_rows.id,
    later_rows.updated_at
  FROM gitlab_db_users AS later_rows
  INNER JOIN gitlab_db_users AS earlier_rows
    ON later_rows.id = earlier_rows.id
      AND later_rows._uploaded_at > earlier_rows._uploaded_at
      AND later_rows.updated_at > earlier_rows.updated_at
      AND later_rows.updated_at
      <= {{ dbt.dateadd('minute', 30, 'earlier_rows.updated_at') }}
),

kept AS (
  SELECT overlapped.id
  FROM overlapped
  INNER JOIN gitlab_dotcom_users_source
    ON overlapped.id = gitlab_dotcom_users_source.user_id
      AND overlapped.updated_at = gitlab_dotcom_users_source.updated_at
),

expected AS (
  {{ select_expected_counts_sql({
    'users extracted again within half an hour': 40,
    'of them with their newer state': 40
  }) }}
),

actual AS (
  SELECT
    'users extracted again within half an hour' AS what,
    COUNT(DISTINCT id) AS records
  FROM overlapped
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
