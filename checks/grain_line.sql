-- id: grain_line
-- severity: error
-- title: The first line of a model states its grain
-- reason: Every join and every sum depends on what one row is; the reader should not have to derive
--   it.
-- remedy: write `-- grain: one row per ...` as the first line
SELECT
  path AS file,
  1 AS line,
  stem AS entry,
  stem || ' does not open with its grain' AS message
FROM dbt.files
WHERE
  path ^@ 'models/'
  AND extension = 'sql'
  AND NOT REGEXP_MATCHES(first_line, '^-- grain: one row per \S+')
