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

newest AS (
  SELECT
    unique_id,
    test_name,
    owner,
    tier,
    subject,
    model_name
  FROM compared
  WHERE age_rank = 1
),

counted AS (
  SELECT
    unique_id,
    COUNT(*) AS runs,
    COUNT(CASE WHEN NOT is_passed THEN 1 END) AS runs_not_passed,
    COUNT(CASE WHEN is_passed != was_passed THEN 1 END) AS runs_changed,
    COUNT(CASE WHEN is_passed != was_passed AND git_commit = last_commit THEN 1 END)
      AS runs_changed_without_commit
  FROM compared
  GROUP BY unique_id
),

final AS (
  SELECT
    -- primary key
    newest.unique_id,

    -- attributes
    newest.test_name,
    newest.owner,
    newest.tier,
    newest.subject,
    newest.model_name,
    -- a test that breaks and is mended changes twice; more often is no repair
    counted.runs_changed > 2 AS is_flaky,

    -- measures
    counted.runs,
    counted.runs_not_passed,
    counted.runs_changed,
    counted.runs_changed_without_commit,
    (counted.runs_changed / NULLIF(counted.runs - 1, 0)::DECIMAL(18, 6))::DECIMAL(18, 6)
      AS flakiness
  FROM newest
  INNER JOIN counted ON newest.unique_id = counted.unique_id
)

SELECT * FROM final
