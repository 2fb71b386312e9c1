-- id: yml_key_order
-- severity: error
-- title: YAML keys stand in one order
-- reason: A reader finds the grain first and the tests last in every file, and reviews show
--   changes, not moves.
-- remedy: order the keys name, description, config, columns, data_tests
WITH entries AS (
  SELECT
    path,
    line,
    CONCAT_WS('.', owner, name) AS entry,
    LIST_FILTER(keys, LAMBDA key: LIST_CONTAINS(
      ['name', 'description', 'config', 'columns', 'data_tests'], key
    )) AS found
  FROM dbt.yaml_entries
  WHERE kind IN ('models', 'seeds', 'snapshots', 'columns')
)

SELECT
  path AS file,
  line,
  entry,
  'the keys of ' || entry || ' are in the order ' || ARRAY_TO_STRING(found, ', ') AS message
FROM entries
WHERE
  found != LIST_FILTER(
    ['name', 'description', 'config', 'columns', 'data_tests'],
    LAMBDA key: LIST_CONTAINS(found, key)
  )
UNION ALL
SELECT
  path AS file,
  line,
  CONCAT_WS('.', owner, name) AS entry,
  CONCAT_WS('.', owner, name) || ' uses the old key tests' AS message
FROM dbt.yaml_entries
WHERE
  kind IN ('models', 'seeds', 'snapshots', 'sources', 'tables', 'columns')
  AND LIST_CONTAINS(keys, 'tests')
