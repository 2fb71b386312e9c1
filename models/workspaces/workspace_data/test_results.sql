-- grain: one row per invocation and test
WITH results AS (
  SELECT * FROM {{ source('trusted_data', 'test_result') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['results.invocation_id', 'results.unique_id']) }} AS test_result_pk,

    -- foreign keys
    results.invocation_id,
    results.unique_id,

    -- attributes
    results.test_name,
    results.test_type,
    results.test_status,
    results.severity,
    results.threshold,
    results.owner,
    results.tier,
    results.subject,
    results.model_name,
    results.column_name,
    results.relation_name,
    results.layer,
    results.git_commit,
    results.message,
    results.test_status = 'pass' AS is_passed,
    results.run_at::DATE AS run_date,

    -- measures
    results.rows_tested,
    results.rows_failed,
    results.duration_ms,

    -- metadata
    results.run_at
  FROM results
)

SELECT * FROM final
