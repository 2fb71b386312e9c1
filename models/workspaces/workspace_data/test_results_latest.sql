-- grain: one row per test
WITH test_results AS (
  SELECT * FROM {{ ref('test_results') }}
),

project_node AS (
  SELECT * FROM {{ source('trusted_data', 'project_node') }}
),

latest AS (
  {{ latest_record('test_results', 'unique_id', 'run_at DESC, invocation_id DESC') }}
),

-- the newest catalogue of the project names the tests there are; before the first one all count
existing AS (
  SELECT unique_id
  FROM project_node
  WHERE run_at = (SELECT MAX(newest.run_at) FROM project_node AS newest)
),

catalogue AS (
  SELECT COUNT(*) AS nodes FROM existing
),

-- dbt keeps no catalogue of unit tests; one is gone when its model's were run without it
unit_runs AS (
  SELECT
    model_name,
    MAX(run_at) AS run_at
  FROM latest
  WHERE test_type = 'unit'
  GROUP BY model_name
),

final AS (
  SELECT
    -- primary key
    latest.unique_id,

    -- foreign keys
    latest.test_result_pk,
    latest.invocation_id,

    -- attributes
    latest.test_name,
    latest.test_type,
    latest.test_status,
    latest.severity,
    latest.threshold,
    latest.owner,
    latest.tier,
    latest.subject,
    latest.model_name,
    latest.column_name,
    latest.relation_name,
    latest.layer,
    latest.git_commit,
    latest.message,
    latest.is_passed,
    CASE
      WHEN latest.test_type = 'unit' THEN latest.run_at = unit_runs.run_at
      ELSE existing.unique_id IS NOT NULL OR catalogue.nodes = 0
    END AS is_current,
    latest.run_date,

    -- measures
    latest.rows_tested,
    latest.rows_failed,
    latest.duration_ms,

    -- metadata
    latest.run_at
  FROM latest
  CROSS JOIN catalogue
  LEFT OUTER JOIN existing ON latest.unique_id = existing.unique_id
  LEFT OUTER JOIN unit_runs ON latest.model_name = unit_runs.model_name
)

SELECT * FROM final
