-- grain: one row per relation of the project, and one per column of it
WITH test_results_latest AS (
  SELECT * FROM {{ ref('test_results_latest') }}
),

project_node AS (
  SELECT * FROM {{ source('trusted_data', 'project_node') }}
),

newest AS (
  SELECT
    unique_id,
    node_kind,
    node_name,
    layer,
    subject,
    owner,
    tier,
    relation_name,
    test_type,
    column_name,
    is_contracted,
    {{ parse_json('parts') }} AS parts
  FROM project_node
  WHERE run_at = (SELECT MAX(latest.run_at) FROM project_node AS latest)
),

parts AS (
  {{ select_json_elements_sql(
    'newest', 'parts', ['unique_id', 'node_kind', 'test_type', 'column_name']
  ) }}
),

-- the tests of each relation; a test of several relations covers each of them as a whole
tests AS (
  SELECT
    {{ json_text('parts.element', 'name') }} AS relation_id,
    parts.column_name,
    parts.test_type,
    COALESCE(test_results_latest.is_passed, FALSE) AS is_passed
  FROM parts
  LEFT OUTER JOIN test_results_latest ON parts.unique_id = test_results_latest.unique_id
  WHERE parts.node_kind = 'test'
  UNION ALL
  SELECT
    newest.unique_id AS relation_id,
    NULL::VARCHAR AS column_name,
    test_results_latest.test_type,
    test_results_latest.is_passed
  FROM test_results_latest
  INNER JOIN newest ON test_results_latest.model_name = newest.node_name
  WHERE test_results_latest.test_type = 'unit' AND newest.node_kind = 'model'
),

-- a relation counts all its tests, a column those that name it
covered AS (
  SELECT
    unique_id AS relation_id,
    NULL::VARCHAR AS column_name
  FROM newest
  WHERE node_kind NOT IN ('test', 'unit_test')
  UNION ALL
  SELECT
    unique_id AS relation_id,
    {{ json_text('parts.element', 'name') }} AS column_name
  FROM parts
  WHERE node_kind NOT IN ('test', 'unit_test')
),

counted AS (
  SELECT
    covered.relation_id,
    covered.column_name,
    COUNT(tests.test_type) AS tests,
    COUNT(CASE WHEN tests.is_passed THEN 1 END) AS tests_passed,
    COUNT(CASE WHEN tests.test_type = 'schema' THEN 1 END) AS schema_tests,
    COUNT(CASE WHEN tests.test_type = 'column_value' THEN 1 END) AS column_value_tests,
    COUNT(CASE WHEN tests.test_type = 'row_count' THEN 1 END) AS row_count_tests,
    COUNT(CASE WHEN tests.test_type = 'golden_record' THEN 1 END) AS golden_record_tests,
    COUNT(CASE WHEN tests.test_type = 'custom' THEN 1 END) AS custom_tests,
    COUNT(CASE WHEN tests.test_type = 'unit' THEN 1 END) AS unit_tests
  FROM covered
  LEFT OUTER JOIN tests
    ON
      covered.relation_id = tests.relation_id
      AND (covered.column_name IS NULL OR LOWER(covered.column_name) = LOWER(tests.column_name))
  GROUP BY covered.relation_id, covered.column_name
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['counted.relation_id', 'counted.column_name']) }} AS test_coverage_pk,

    -- attributes
    newest.layer,
    newest.subject,
    newest.owner,
    newest.tier,
    newest.node_kind AS relation_kind,
    newest.node_name AS model_name,
    newest.relation_name,
    counted.column_name,
    counted.column_name IS NULL AS is_whole_relation,
    newest.is_contracted,
    counted.tests > 0 AS is_tested,

    -- measures
    counted.tests,
    counted.tests_passed,
    counted.schema_tests,
    counted.column_value_tests,
    counted.row_count_tests,
    counted.golden_record_tests,
    counted.custom_tests,
    counted.unit_tests
  FROM counted
  INNER JOIN newest ON counted.relation_id = newest.unique_id
)

SELECT * FROM final
