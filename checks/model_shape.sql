-- id: model_shape
-- severity: error
-- title: A model is imports, then logic, then final
-- reason: All inputs stand at the top under their own names, and the last CTE can be selected while
--   debugging.
-- remedy: import each input in its own plain CTE at the top and end with SELECT * FROM final
WITH models AS (
  SELECT
    files.path,
    files.stem,
    files.lines,
    LAST_VALUE(ctes.name) OVER (
      PARTITION BY files.path ORDER BY ctes.position
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS last_cte,
    REGEXP_MATCHES(RTRIM(files.code, E' \n'), '\nSELECT \* FROM final$') AS is_closed
  FROM dbt.files AS files
  LEFT JOIN dbt.ctes AS ctes ON files.path = ctes.path
  WHERE
    files.path ^@ 'models/'
    AND files.extension = 'sql'
  QUALIFY ROW_NUMBER() OVER (PARTITION BY files.path ORDER BY ctes.position) = 1
),

first_logic AS (
  SELECT
    path,
    MIN(position) AS position
  FROM dbt.ctes
  WHERE imports IS NULL
  GROUP BY path
)

SELECT
  path AS file,
  lines AS line,
  stem AS entry,
  stem || ' does not end with a CTE final and the line SELECT * FROM final' AS message
FROM models
WHERE NOT is_closed OR last_cte IS DISTINCT FROM 'final'
UNION ALL
SELECT
  inputs.path AS file,
  inputs.line,
  models.stem || ': ' || inputs.name AS entry,
  models.stem || ' reads ' || inputs.name || ' outside an import CTE' AS message
FROM dbt.inputs AS inputs
INNER JOIN models ON inputs.path = models.path
WHERE NOT inputs.in_import
UNION ALL
SELECT
  ctes.path AS file,
  ctes.line,
  models.stem || ': ' || ctes.imports AS entry,
  models.stem || ' imports ' || ctes.imports || ' below its first logic' AS message
FROM dbt.ctes AS ctes
INNER JOIN models ON ctes.path = models.path
INNER JOIN first_logic ON ctes.path = first_logic.path
WHERE
  ctes.imports IS NOT NULL
  AND ctes.position > first_logic.position
UNION ALL
SELECT
  ctes.path AS file,
  ctes.line,
  models.stem || ': ' || ctes.imports AS entry,
  models.stem || ' imports ' || ctes.imports || ' under the other name ' || ctes.name AS message
FROM dbt.ctes AS ctes
INNER JOIN models ON ctes.path = models.path
WHERE
  ctes.imports IS NOT NULL
  AND ctes.name NOT IN (SPLIT_PART(ctes.imports, '.', -1), 'source')
