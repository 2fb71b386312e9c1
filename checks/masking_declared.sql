-- id: masking_declared
-- severity: error
-- title: What is said about masking is said where it takes effect
-- reason: A misspelt or misplaced key masks nothing, and nobody sees that it does not.
-- remedy: columns of models, seeds and snapshots know masking_policy, sensitive (email, name, ip or
--   other) and mnpi; models know rls_policy and rls_config
WITH column_keys AS (
  SELECT
    node.path,
    node.name || '.' || columns.name AS entry,
    node.resource_type,
    columns.meta,
    UNNEST(JSON_KEYS(columns.meta)) AS key_name
  FROM dbt.columns AS columns
  INNER JOIN dbt.nodes AS node ON columns.unique_id = node.unique_id
),

node_keys AS (
  SELECT
    path,
    name,
    resource_type,
    meta,
    UNNEST(JSON_KEYS(meta)) AS key_name
  FROM dbt.nodes
),

found AS (
  SELECT
    path,
    entry,
    CASE
      WHEN resource_type = 'source' AND key_name = 'masking_policy'
        THEN 'is of a raw table, which is not masked'
      WHEN key_name NOT IN ('masking_policy', 'sensitive', 'mnpi') THEN 'is no key of a column'
      WHEN meta ->> key_name IS NULL THEN 'has no value'
      WHEN key_name = 'sensitive' AND meta ->> key_name NOT IN ('email', 'name', 'ip', 'other')
        THEN 'is of the unknown kind ' || (meta ->> key_name)
    END AS problem,
    key_name
  FROM column_keys
  UNION ALL
  SELECT
    path,
    name AS entry,
    CASE
      WHEN key_name IN ('masking_policy', 'sensitive') THEN 'belongs to a column'
      WHEN resource_type != 'model' THEN 'is for models only'
      WHEN key_name = 'rls_policy' AND meta ->> key_name NOT IN (SELECT role FROM config.roles)
        THEN 'names ' || (meta ->> key_name) || ', which is no role'
      WHEN key_name NOT IN ('rls_policy', 'rls_config') THEN 'is no key of a model'
    END AS problem,
    key_name
  FROM node_keys
  WHERE REGEXP_MATCHES(key_name, '^(mask|sensitiv|rls|row_)')
  UNION ALL
  SELECT DISTINCT
    model.path,
    model.name AS entry,
    'is declared in an ephemeral model, which is no relation' AS problem,
    'masking_policy' AS key_name
  FROM dbt.models AS model
  INNER JOIN dbt.columns AS columns ON model.unique_id = columns.unique_id
  WHERE
    model.materialized = 'ephemeral'
    AND columns.meta ->> 'masking_policy' IS NOT NULL
)

SELECT
  path AS file,
  NULL::BIGINT AS line,
  entry,
  'key ' || key_name || ' of ' || entry || ' ' || problem AS message
FROM found
WHERE problem IS NOT NULL
