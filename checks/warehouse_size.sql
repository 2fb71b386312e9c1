-- id: warehouse_size
-- severity: error
-- title: A model too large to be built as a whole says which warehouse builds it
-- reason: On the smallest warehouse it runs for hours, on a large one everything else costs too
--   much. A warehouse written by its name exists on one target only.
-- remedy: put `{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}` below the grain line
SELECT
  model.path AS file,
  NULL::BIGINT AS line,
  model.name AS entry,
  model.name || ' is incremental and chooses no warehouse' AS message
FROM dbt.models AS model
LEFT JOIN dbt.lines AS lines
  ON
    model.path = lines.path
    AND REGEXP_MATCHES(
      lines.code,
      '\{\{ config\(snowflake_warehouse=generate_warehouse_name\(.(XS|S|M|L|XL|2XL|4XL).\)\) \}\}'
    )
WHERE
  model.materialized = 'incremental'
  AND lines.line IS NULL
UNION ALL
SELECT
  path AS file,
  line,
  SPLIT_PART(path, '/', -1) AS entry,
  'the warehouse is chosen without generate_warehouse_name' AS message
FROM dbt.lines
WHERE
  REGEXP_MATCHES(path, '^(models|snapshots|seeds)/|^dbt_project\.yml$')
  AND REGEXP_MATCHES(code, 'snowflake_warehouse\s*[:=]')
  AND NOT REGEXP_MATCHES(code, 'snowflake_warehouse=generate_warehouse_name\(')
