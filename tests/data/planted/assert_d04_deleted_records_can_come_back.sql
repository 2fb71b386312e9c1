-- Of 25 users and 18 namespaces marked as deleted 7 came back; the other 36 are deleted, and what
-- came back is not.
{{ config(tags=['tdf', 'product']) }}
WITH gitlab_db_users AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_users') }}
),

gitlab_db_namespaces AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_namespaces') }}
),

prep_user AS (
  SELECT * FROM {{ ref('prep_user') }}
),

dim_namespace AS (
  SELECT * FROM {{ ref('dim_namespace') }}
),

marked AS (
  SELECT
    gitlab_db_users.id AS record_id,
    'user' AS entity_name
  FROM gitlab_db_users
  WHERE gitlab_db_users.pgp_is_deleted
  UNION DISTINCT
  SELECT
    gitlab_db_namespaces.id AS record_id,
    'namespace' AS entity_name
  FROM gitlab_db_namespaces
  WHERE gitlab_db_namespaces.pgp_is_deleted
),

published AS (
  SELECT
    dim_user_id AS record_id,
    'user' AS entity_name,
    is_deleted
  FROM prep_user
  UNION ALL
  SELECT
    dim_namespace_id AS record_id,
    'namespace' AS entity_name,
    is_deleted
  FROM dim_namespace
),

expected AS (
  {{ select_expected_counts_sql({
    'user marked and deleted': 21,
    'user marked and back': 4,
    'namespace marked and deleted': 15,
    'namespace marked and back': 3
  }) }}
),

actual AS (
  SELECT
    published.entity_name
    || CASE
      WHEN marked.record_id IS NULL THEN ' never marked and deleted'
      WHEN published.is_deleted THEN ' marked and deleted'
      ELSE ' marked and back'
    END AS what,
    COUNT(*) AS records
  FROM published
  LEFT OUTER JOIN marked
    ON published.record_id = marked.record_id
      AND published.entity_name = marked.entity_name
  WHERE
    published.is_deleted
    OR marked.record_id IS NOT NULL
  GROUP BY 1
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
