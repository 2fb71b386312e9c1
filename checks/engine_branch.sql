-- id: engine_branch
-- severity: error
-- title: Only macros know which engine or target runs
-- reason: A model with an engine branch is two models, and only one of them is tested offline.
-- remedy: move the difference into a dispatched macro in macros/
SELECT
  path AS file,
  line,
  SPLIT_PART(path, '/', -1) || ': ' || found AS entry,
  found || ' outside macros/' AS message
FROM (
  SELECT
    path,
    line,
    UNNEST(REGEXP_EXTRACT_ALL(
      code, '\b(target\.(?:type|name)|target\[.(?:type|name).\]|adapter\.(?:type|dispatch))\b?'
    )) AS found
  FROM dbt.lines
  WHERE
    REGEXP_MATCHES(path, '^(models|snapshots|seeds|analyses|tests/data)/')
    AND NOT path ^@ 'tests/data/generic/'
)
