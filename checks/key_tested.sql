-- id: key_tested
-- severity: error
-- title: Every model's key is tested
-- reason: A key that is not unique multiplies every sum above it, and nobody sees where.
-- remedy: test one column with unique and not_null, or the columns together with unique_combination
WITH column_keys AS (
  SELECT attached_node
  FROM dbt.tests
  WHERE test_name IN ('unique', 'not_null')
  GROUP BY attached_node, column_name
  HAVING COUNT(DISTINCT test_name) = 2
),

tested AS (
  SELECT attached_node FROM column_keys
  UNION DISTINCT
  SELECT attached_node FROM dbt.tests WHERE test_name ^@ 'unique_combination'
)

SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  name || ' has no tested key' AS message
FROM dbt.models
WHERE unique_id NOT IN (SELECT attached_node FROM tested WHERE attached_node IS NOT NULL)
