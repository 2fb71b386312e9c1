-- id: column_described
-- severity: error
-- title: Every published column is described
-- reason: From dimensions and facts upwards a column is a promise to people who cannot see the SQL
--   behind it.
-- remedy: say what the value means, with its unit
SELECT
  model.path AS file,
  NULL::BIGINT AS line,
  model.name || '.' || columns.name AS entry,
  'column ' || model.name || '.' || columns.name || ' has no description' AS message
FROM dbt.models AS model
INNER JOIN dbt.columns AS columns ON model.unique_id = columns.unique_id
WHERE
  model.layer IN ('common', 'mart', 'pump')
  AND TRIM(columns.description) = ''
UNION ALL
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  'model ' || name || ' lists no columns' AS message
FROM dbt.models
WHERE
  layer IN ('common', 'mart', 'pump')
  AND unique_id NOT IN (SELECT unique_id FROM dbt.columns)
