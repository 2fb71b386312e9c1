-- grain: one row per test
WITH test_results AS (
  SELECT * FROM {{ ref('test_results') }}
),

latest AS (
  {{ latest_record('test_results', 'unique_id', 'run_at DESC, invocation_id DESC') }}
),

final AS (
  SELECT
    -- primary key
    unique_id,

    -- foreign keys
    test_result_pk,
    invocation_id,

    -- attributes
    test_name,
    test_type,
    test_status,
    severity,
    threshold,
    owner,
    tier,
    subject,
    model_name,
    column_name,
    relation_name,
    layer,
    git_commit,
    message,
    is_passed,
    run_date,

    -- measures
    rows_tested,
    rows_failed,
    duration_ms,

    -- metadata
    run_at
  FROM latest
)

SELECT * FROM final
