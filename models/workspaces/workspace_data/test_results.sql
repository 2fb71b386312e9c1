-- grain: one row per invocation and test
WITH test_result AS (
  SELECT * FROM {{ source('trusted_data', 'test_result') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['test_result.invocation_id', 'test_result.unique_id']) }} AS test_result_pk,

    -- foreign keys
    test_result.invocation_id,
    test_result.unique_id,

    -- attributes
    test_result.test_name,
    test_result.test_type,
    test_result.test_status,
    test_result.severity,
    test_result.threshold,
    test_result.owner,
    test_result.tier,
    test_result.subject,
    test_result.model_name,
    test_result.column_name,
    test_result.relation_name,
    test_result.layer,
    test_result.git_commit,
    test_result.message,
    test_result.test_status = 'pass' AS is_passed,
    test_result.run_at::DATE AS run_date,

    -- measures
    test_result.rows_tested,
    test_result.rows_failed,
    test_result.duration_ms,

    -- metadata
    test_result.run_at
  FROM test_result
)

SELECT * FROM final
