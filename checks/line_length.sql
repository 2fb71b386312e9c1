-- id: line_length
-- severity: warning
-- title: An SQL line has at most 100 characters
-- reason: Longer lines are cut in reviews and side-by-side views.
-- remedy: break the line
SELECT
  path AS file,
  line,
  path AS entry,
  'the line has ' || LENGTH(text) || ' characters' AS message
FROM dbt.lines
WHERE
  path LIKE '%.sql'
  AND LENGTH(text) > 100
