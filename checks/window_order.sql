-- id: window_order
-- severity: error
-- title: Whatever picks a row orders all rows
-- reason: Two rows with the same timestamp swap places between runs and engines, and the answer
--   with them.
-- remedy: order by something that ends in a key, and give FIRST_VALUE and LAST_VALUE an explicit
--   frame
WITH windows AS (
  SELECT
    path,
    line,
    function,
    order_by,
    frame
  FROM dbt.windows
  WHERE REGEXP_MATCHES(path, '^(models|tests/data)/')
)

SELECT
  path AS file,
  line,
  SPLIT_PART(path, '/', -1) || ': ' || function AS entry,
  UPPER(function) || ' has no ORDER BY' AS message
FROM windows
WHERE
  function IN (
    'row_number', 'rank', 'dense_rank', 'ntile', 'lag', 'lead', 'first_value', 'last_value',
    'nth_value', 'latest_record'
  )
  AND LEN(order_by) = 0
UNION ALL
SELECT
  path AS file,
  line,
  SPLIT_PART(path, '/', -1) || ': ' || function AS entry,
  UPPER(function) || ' orders by timestamps only: ' || ARRAY_TO_STRING(order_by, ', ') AS message
FROM windows
WHERE
  function IN (
    'row_number', 'lag', 'lead', 'first_value', 'last_value', 'nth_value', 'latest_record'
  )
  AND LEN(order_by) > 0
  AND LEN(LIST_FILTER(
    order_by, LAMBDA term: NOT REGEXP_MATCHES(
      LOWER(term), '^[a-z0-9_.]*(_at|_timestamp|modstamp)( (asc|desc))?( nulls (first|last))?$'
    )
  )) = 0
UNION ALL
SELECT
  path AS file,
  line,
  SPLIT_PART(path, '/', -1) || ': ' || function AS entry,
  UPPER(function) || ' has no explicit frame' AS message
FROM windows
WHERE
  function IN ('first_value', 'last_value', 'nth_value')
  AND frame = ''
UNION ALL
SELECT
  path AS file,
  line,
  SPLIT_PART(path, '/', -1) || ': limit' AS entry,
  'LIMIT without an ORDER BY right above it' AS message
FROM (
  SELECT
    path,
    line,
    sql,
    LAG(sql) OVER (PARTITION BY path ORDER BY line) AS line_above
  FROM dbt.lines
  WHERE REGEXP_MATCHES(path, '^models/.*\.sql$')
)
WHERE
  REGEXP_MATCHES(sql, '(?i)\blimit\s+\d')
  AND NOT REGEXP_MATCHES(CONCAT(line_above, ' ', sql), '(?i)\border\s+by\b')
