-- id: lineage_resolved
-- severity: error
-- title: The origin of every column is known
-- reason: A column nobody can trace is treated as carrying everything its model reads, so what is
--   said about it is safe but no longer precise.
-- remedy: name the column and its table in the query, and declare only columns the query has
SELECT
  node.path AS file,
  NULL::BIGINT AS line,
  node.name || '.' || missed.name AS entry,
  'the origin of ' || missed.name || ' in ' || node.name || ' is not found on '
  || STRING_AGG(missed.engine, ' and ' ORDER BY missed.engine) AS message
FROM dbt.unresolved_columns AS missed
INNER JOIN dbt.nodes AS node ON missed.unique_id = node.unique_id
GROUP BY node.path, node.name, missed.name
