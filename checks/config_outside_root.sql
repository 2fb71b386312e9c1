-- id: config_outside_root
-- severity: error
-- title: Database, schema and alias come only from dbt_project.yml
-- reason: Access is granted by schema. One model that sets its own place escapes the roles of its
--   folder. Settings in the SQL file hide from the reader of the YAML file beside it.
-- remedy: move the model to the folder of the schema you want; keep its settings in its YAML file
SELECT
  path AS file,
  line,
  CONCAT_WS('.', owner, name) || '.' || config_key AS entry,
  CONCAT_WS('.', owner, name) || ' sets ' || config_key || ' itself' AS message
FROM (
  SELECT
    path,
    line,
    owner,
    name,
    UNNEST(config_keys) AS config_key
  FROM dbt.yaml_entries
  WHERE kind IN ('models', 'snapshots', 'seeds')
)
WHERE config_key IN ('database', 'schema', 'alias', 'target_schema', 'target_database')
UNION ALL
SELECT
  path AS file,
  line,
  SPLIT_PART(path, '/', -1) || ': config' AS entry,
  'the SQL file calls config()' AS message
FROM dbt.lines
WHERE
  REGEXP_MATCHES(path, '^(models|snapshots)/.*\.sql$')
  AND REGEXP_MATCHES(code, '\{\{-?\s*config\s*\(')
  -- a YAML file cannot ask a macro which warehouses its target has
  AND NOT REGEXP_MATCHES(code, '^\{\{ config\(snowflake_warehouse=[^,]*\) \}\}$')
