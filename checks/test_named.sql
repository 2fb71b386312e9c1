-- id: test_named
-- severity: error
-- title: Every test has a given name that says what holds
-- reason: The name is what people read in workspace_data when the test fails; a generated name is
--   cut and hashed.
-- remedy: give a name under 63 characters that says what holds
SELECT
  path AS file,
  line,
  CONCAT_WS('.', owner, column_name, test) AS entry,
  'the ' || test || ' test of ' || CONCAT_WS('.', owner, column_name)
  || ' has no given name' AS message
FROM dbt.yaml_tests
WHERE given_name IS NULL
UNION ALL
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  'the name of test ' || name || ' has ' || LENGTH(name) || ' characters' AS message
FROM dbt.tests
WHERE
  LENGTH(name) > 62
  -- a generated name is reported above, where it is missing
  AND (singular OR name IN (SELECT given_name FROM dbt.yaml_tests))
UNION ALL
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  'the singular test ' || name || ' does not start with assert_' AS message
FROM dbt.tests
WHERE singular AND NOT name ^@ 'assert_'
UNION ALL
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  'the unit test ' || name || ' does not start with its model, ' || model || '_' AS message
FROM dbt.unit_tests
WHERE NOT name ^@ (model || '_')
