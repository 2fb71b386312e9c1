-- grain: one row per test
WITH test_results AS (
  SELECT * FROM {{ ref('test_results') }}
),

-- the last 30 days of the store, whenever somebody looks
recent AS (
  SELECT
    unique_id,
    run_at,
    invocation_id,
    test_name,
    owner,
    tier,
    subject,
    model_name,
    git_commit,
    is_passed
  FROM test_results
  WHERE
    test_status != 'skipped'
    AND run_date > (SELECT MAX(newest.run_date) FROM test_results AS newest) - 30
),

compared AS (
  SELECT
    *,
    LAG(is_passed) OVER (PARTITION BY unique_id ORDER BY run_at, invocation_id) AS was_passed,
    LAG(git_commit) OVER (PARTITION BY unique_id ORDER BY run_at, invocation_id) AS last_commit,
    ROW_NUMBER() OVER (PARTITION BY unique_id ORDER BY run_at DESC, invocation_id DESC) AS age_rank
  FROM recent
),

counted AS (
  SELECT
    unique_id,
    MAX(CASE WHEN age_rank = 1 THEN test_name END) AS test_name,
    MAX(CASE WHEN age_rank = 1 THEN owner END) AS owner,
    MAX(CASE WHEN age_rank = 1 THEN tier END) AS tier,
    MAX(CASE WHEN age_rank = 1 THEN subject END) AS subject,
    MAX(CASE WHEN age_rank = 1 THEN model_name END) AS model_name,
    COUNT(*) AS runs,
    COUNT(CASE WHEN NOT is_passed THEN 1 END) AS runs_not_passed,
    COUNT(CASE WHEN is_passed != was_passed THEN 1 END) AS changes,
    COUNT(CASE WHEN is_passed != was_passed AND git_commit = last_commit THEN 1 END)
      AS changes_without_commit
  FROM compared
  GROUP BY unique_id
),

final AS (
  SELECT
    -- primary key
    unique_id,

    -- attributes
    test_name,
    owner,
    tier,
    subject,
    model_name,
    -- a test that breaks and is mended changes twice; more often is no repair
    changes > 2 AS is_flaky,

    -- measures
    runs,
    runs_not_passed,
    changes,
    changes_without_commit,
    (changes / NULLIF(runs - 1, 0)::DECIMAL(18, 6))::DECIMAL(18, 6) AS flakiness
  FROM counted
)

SELECT * FROM final
