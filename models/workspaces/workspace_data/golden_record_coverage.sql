-- grain: one row per model, snapshot and source table
WITH test_coverage AS (
  SELECT * FROM {{ ref('test_coverage') }}
),

final AS (
  SELECT
    -- primary key
    test_coverage_pk AS golden_record_coverage_pk,

    -- attributes
    layer,
    subject,
    owner,
    tier,
    relation_kind,
    model_name,
    relation_name,
    CASE
      WHEN golden_record_tests > 0 THEN 'golden'
      WHEN custom_tests > 0 THEN 'custom'
      WHEN row_count_tests > 0 THEN 'row_count'
      WHEN column_value_tests + unit_tests > 0 THEN 'column_value'
      WHEN schema_tests > 0 OR is_contracted THEN 'schema'
      ELSE 'none'
    END AS deepest_test,
    golden_record_tests > 0 AS has_golden_record,

    -- measures
    golden_record_tests
  FROM test_coverage
  -- the golden records themselves are seeds
  WHERE is_whole_relation AND relation_kind != 'seed'
)

SELECT * FROM final
