-- id: macro_documented
-- severity: error
-- title: A public macro lives in a file of its name and is documented
-- reason: A macro is found by its file name and called without reading it, so its arguments must
--   say what they are. Helpers that only their own file calls may stay in it.
-- remedy: one public macro per file, described with its arguments in the folder's _macros.yml
WITH macros AS (
  SELECT
    unique_id,
    name,
    path,
    description,
    patch_path,
    SPLIT_PART(SPLIT_PART(path, '/', -1), '.', 1) AS stem,
    REGEXP_REPLACE(path, '[^/]+$', '_macros.yml') AS wanted,
    REGEXP_REPLACE(
      REGEXP_REPLACE(name, '^(default|duckdb|snowflake)__', ''),
      '^materialization_(.*)_(default|duckdb|snowflake)$',
      '\1'
    ) AS public_name
  FROM dbt.macros
  WHERE path ^@ 'macros/'
),

documented AS (
  SELECT
    path,
    stem,
    wanted,
    -- the variant of one engine may be all there is when a macro of dbt's own is replaced
    BOOL_OR(TRIM(description) != '' AND patch_path = wanted) AS is_documented
  FROM macros
  WHERE stem IN (name, public_name)
  GROUP BY path, stem, wanted
)

SELECT
  macros.path AS file,
  NULL::BIGINT AS line,
  macros.name AS entry,
  'macro ' || macros.name || ' is used by ' || MIN(users.path) || ', but its file is named after '
  || macros.stem AS message
FROM macros
INNER JOIN dbt.files AS users
  ON
    macros.path != users.path
    AND users.extension IN ('sql', 'yml')
    AND REGEXP_MATCHES(users.code, '\b' || macros.name || '\(')
WHERE macros.stem NOT IN (macros.name, macros.public_name)
GROUP BY macros.path, macros.name, macros.stem
UNION ALL
SELECT
  path AS file,
  NULL::BIGINT AS line,
  stem AS entry,
  'macro ' || stem || ' is not described in ' || wanted AS message
FROM documented
WHERE NOT is_documented
UNION ALL
SELECT
  macros.path AS file,
  NULL::BIGINT AS line,
  macros.name || '(' || arguments.name || ')' AS entry,
  'argument ' || arguments.name || ' of macro ' || macros.name || ' is not described' AS message
FROM macros
INNER JOIN dbt.macro_arguments AS arguments ON macros.unique_id = arguments.unique_id
WHERE
  macros.name = macros.stem
  AND TRIM(macros.description) != ''
  AND TRIM(arguments.description) = ''
UNION ALL
SELECT
  files.path AS file,
  1 AS line,
  files.stem AS entry,
  'the file defines no macro ' || files.stem AS message
FROM dbt.files AS files
LEFT JOIN documented ON files.path = documented.path
WHERE
  files.path ^@ 'macros/'
  AND files.extension = 'sql'
  AND documented.path IS NULL
