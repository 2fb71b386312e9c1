-- grain: one row per test
WITH test_results AS (
  SELECT * FROM {{ ref('test_results') }}
),

final AS (
  {{ latest_record('test_results', 'unique_id', 'run_at DESC, invocation_id DESC') }}
)

SELECT * FROM final
