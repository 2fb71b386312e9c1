-- id: file_budget
-- severity: error
-- title: A file is short enough to be read at once
-- reason: A file that needs scrolling hides its mistakes and collects unrelated work.
-- remedy: split it along its jobs
WITH budgets (kind, pattern, budget) AS (
  VALUES
    ('model', '^models/.*\.sql$', 150),
    ('model YAML', '^models/(.*/)?[a-z][^/]*\.yml$', 250),
    ('macro', '^(macros|tests/data/generic)/.*\.sql$', 80),
    ('Python module', '\.py$', 300)
)

SELECT
  files.path AS file,
  budgets.budget + 1 AS line,
  files.path AS entry,
  'the ' || budgets.kind || ' has ' || files.lines || ' lines, the budget is '
  || budgets.budget AS message
FROM dbt.files AS files
INNER JOIN budgets ON REGEXP_MATCHES(files.path, budgets.pattern)
WHERE files.lines > budgets.budget
