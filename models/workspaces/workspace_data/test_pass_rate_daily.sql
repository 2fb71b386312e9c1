-- grain: one row per day and layer
WITH test_results AS (
  SELECT * FROM {{ ref('test_results') }}
),

-- a test that ran several times on a day counts once, with its last result
last_of_day AS (
  {{ latest_record('test_results', ['run_date', 'unique_id'], 'run_at DESC, invocation_id DESC') }}
),

counted AS (
  SELECT
    run_date,
    COALESCE(layer, 'several') AS layer,
    COUNT(*) AS tests,
    COUNT(CASE WHEN test_status = 'pass' THEN 1 END) AS tests_passed,
    COUNT(CASE WHEN test_status = 'warn' THEN 1 END) AS tests_warned,
    COUNT(CASE WHEN test_status = 'fail' THEN 1 END) AS tests_failed,
    COUNT(CASE WHEN test_status = 'error' THEN 1 END) AS tests_errored,
    COUNT(CASE WHEN test_status = 'skipped' THEN 1 END) AS tests_skipped
  FROM last_of_day
  GROUP BY run_date, COALESCE(layer, 'several')
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['run_date', 'layer']) }} AS test_pass_rate_pk,

    -- attributes
    layer,
    run_date,

    -- measures
    tests,
    tests_passed,
    tests_warned,
    tests_failed,
    tests_errored,
    tests_skipped,
    (tests_passed / NULLIF(tests - tests_skipped, 0)::DECIMAL(18, 6))::DECIMAL(18, 6) AS pass_rate
  FROM counted
)

SELECT * FROM final
