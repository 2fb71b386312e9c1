-- grain: one row per test that does not pass now
WITH test_results AS (
  SELECT * FROM {{ ref('test_results') }}
),

test_results_latest AS (
  SELECT * FROM {{ ref('test_results_latest') }}
),

-- a test that is gone cannot fail
failing AS (
  SELECT *
  FROM test_results_latest
  WHERE is_current AND test_status IN ('warn', 'fail', 'error')
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
