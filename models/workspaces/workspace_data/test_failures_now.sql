-- grain: one row per test that does not pass now
WITH test_results AS (
  SELECT * FROM {{ ref('test_results') }}
),

test_results_latest AS (
  SELECT * FROM {{ ref('test_results_latest') }}
),

project_node AS (
  SELECT * FROM {{ source('trusted_data', 'project_node') }}
),

-- a test that is gone cannot fail: the newest catalogue of the project names those there are
existing AS (
  SELECT unique_id
  FROM project_node
  WHERE run_at = (SELECT MAX(newest.run_at) FROM project_node AS newest)
),

-- dbt keeps no catalogue of unit tests; one is gone when its model's were run without it
unit_runs AS (
  SELECT
    model_name,
    MAX(run_at) AS run_at
  FROM test_results_latest
  WHERE test_type = 'unit'
  GROUP BY model_name
),

failing AS (
  SELECT test_results_latest.*
  FROM test_results_latest
  LEFT OUTER JOIN existing ON test_results_latest.unique_id = existing.unique_id
  LEFT OUTER JOIN unit_runs
    ON
      test_results_latest.model_name = unit_runs.model_name
      AND test_results_latest.run_at = unit_runs.run_at
  WHERE
    test_results_latest.test_status IN ('warn', 'fail', 'error')
    AND (
      existing.unique_id IS NOT NULL
      OR (test_results_latest.test_type = 'unit' AND unit_runs.run_at IS NOT NULL)
    )
),

last_passes AS (
  SELECT
    unique_id,
    MAX(run_at) AS last_passed_at
  FROM test_results
  WHERE is_passed
  GROUP BY unique_id
),

streaks AS (
  SELECT
    test_results.unique_id,
    MIN(test_results.run_at) AS failing_since,
    COUNT(*) AS runs_failed
  FROM test_results
  LEFT OUTER JOIN last_passes ON test_results.unique_id = last_passes.unique_id
  WHERE
    test_results.test_status IN ('warn', 'fail', 'error')
    AND (last_passes.last_passed_at IS NULL OR test_results.run_at > last_passes.last_passed_at)
  GROUP BY test_results.unique_id
),

final AS (
  SELECT
    -- primary key
    failing.unique_id,

    -- foreign keys
    failing.test_result_pk,
    failing.invocation_id,

    -- attributes
    failing.test_name,
    failing.test_type,
    failing.test_status,
    failing.severity,
    failing.threshold,
    failing.owner,
    failing.tier,
    failing.subject,
    failing.model_name,
    failing.column_name,
    failing.relation_name,
    failing.layer,
    failing.message,
    last_passes.last_passed_at,
    streaks.failing_since,

    -- measures
    failing.rows_tested,
    failing.rows_failed,
    streaks.runs_failed,

    -- metadata
    failing.run_at
  FROM failing
  INNER JOIN streaks ON failing.unique_id = streaks.unique_id
  LEFT OUTER JOIN last_passes ON failing.unique_id = last_passes.unique_id
)

SELECT * FROM final
