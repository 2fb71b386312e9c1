-- id: clock_functions
-- severity: error
-- title: No model reads the clock
-- reason: A model that asks for today gives another answer tomorrow from the same input, so it can
--   neither be tested nor rebuilt for a past day.
-- remedy: use as_of_date(), which is var('as_of_date') or the date of the run
SELECT
  path AS file,
  line,
  SPLIT_PART(path, '/', -1) || ': ' || LOWER(found) AS entry,
  LOWER(found) || ' reads the clock' AS message
FROM (
  SELECT
    path,
    line,
    UNNEST(REGEXP_EXTRACT_ALL(
      code,
      '(?i)\b(current_date|current_time|current_timestamp|current_localtime|current_localtimestamp|'
      || 'localtime|localtimestamp|systimestamp|sysdate|getdate|getutcdate|run_started_at|'
      || 'now|today)\b'
    )) AS found,
    code
  FROM dbt.lines
  WHERE REGEXP_MATCHES(path, '^(models|snapshots|tests/data|analyses)/.*\.sql$')
)
-- now and today are ordinary words unless they are called
WHERE
  LOWER(found) NOT IN ('now', 'today')
  OR REGEXP_MATCHES(code, '(?i)\b(now|today)\s*\(')
