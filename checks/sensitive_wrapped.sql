-- id: sensitive_wrapped
-- severity: error
-- title: What declares a sensitive column is published hashed
-- reason: `sensitive` hashes nothing by itself. Without a model that wraps the declaring one in
--   hash_sensitive_columns or nohash_sensitive_columns the value stays as it is.
-- remedy: wrap the model, or mask the column with masking_policy instead
WITH declaring AS (
  SELECT DISTINCT
    node.path,
    node.name
  FROM dbt.columns AS columns
  INNER JOIN dbt.nodes AS node ON columns.unique_id = node.unique_id
  WHERE columns.meta ->> 'sensitive' IS NOT NULL
)

SELECT
  declaring.path AS file,
  NULL::BIGINT AS line,
  declaring.name AS entry,
  declaring.name || ' declares sensitive columns and no model hashes them' AS message
FROM declaring
WHERE NOT EXISTS (
  SELECT 1
  FROM dbt.files AS file
  WHERE
    file.extension = 'sql'
    AND REGEXP_MATCHES(
      file.text, 'hash_sensitive_columns\(\s*[''"]' || declaring.name || '[''"]'
    )
)
