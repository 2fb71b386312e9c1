-- id: macro_documented
-- severity: error
-- title: A macro lives in a file of its name and is documented
-- reason: A macro is found by its file name and called without reading it, so its arguments must say what they are.
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
    REGEXP_REPLACE(name, '^(default|duckdb|snowflake)__', '') AS public_name
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
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  'macro ' || name || ' is in a file named after ' || stem AS message
FROM macros
WHERE stem NOT IN (name, public_name)
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
  AND TRIM(arguments.description) = ''
