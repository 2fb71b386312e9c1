-- id: model_described
-- severity: error
-- title: Every model, snapshot, seed and source is described
-- reason: The description is what a person searching the catalog reads to decide whether this is
--   the right table.
-- remedy: add a `description:` whose first sentence is the grain in words
SELECT
  node.path AS file,
  NULL::BIGINT AS line,
  node.name AS entry,
  node.resource_type || ' ' || node.name || ' has no description' AS message
FROM dbt.nodes AS node
WHERE
  node.resource_type IN ('model', 'snapshot', 'seed', 'source')
  AND TRIM(node.description) = ''
