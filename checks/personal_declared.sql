-- id: personal_declared
-- severity: error
-- title: A column named like a personal one says that it is
-- reason: Proof by lineage begins with what is declared. A new e-mail column nobody declared would
--   pass through the whole project in clear.
-- remedy: declare the column with `config: {meta: {masking_policy: ...}}`, or hash it and name it
--   <column>_hash
WITH found AS (
  SELECT DISTINCT
    child AS unique_id,
    child_column AS name
  FROM dbt.column_lineage
  UNION DISTINCT
  SELECT
    unique_id,
    name
  FROM dbt.columns
)

SELECT
  node.path AS file,
  NULL::BIGINT AS line,
  node.name || '.' || found.name AS entry,
  node.name || '.' || found.name
  || ' is named like a personal column and declares no masking policy' AS message
FROM found
INNER JOIN dbt.nodes AS node ON found.unique_id = node.unique_id
LEFT JOIN dbt.columns AS columns
  ON
    found.unique_id = columns.unique_id
    AND found.name = columns.name
WHERE
  node.resource_type IN ('model', 'snapshot')
  AND REGEXP_MATCHES(
    found.name,
    '(^|_)(e_?mails?|e_?mail_address(es)?|email_normalised|(first|last|full)_?name|phone(_number)?'
    || '|mobile_?phone|ip_address|source_ip|user_ipaddress|street|postal_?code)$'
  )
  AND NOT REGEXP_MATCHES(found.name, '^(is|has|does)_')
  AND columns.meta ->> 'masking_policy' IS NULL
  AND columns.meta ->> 'sensitive' IS NULL
