-- id: leaf
-- severity: error
-- title: A model nobody reads is a mart, a report, a pump or a workspace
-- reason: Anything else that nothing is made from is work nobody asked for, built and tested every
--   day.
-- remedy: delete the model, or read it, or name its reader in an exposure
SELECT
  model.path AS file,
  NULL::BIGINT AS line,
  model.name AS entry,
  model.name || ' (' || model.layer || ') is read by nothing' AS message
FROM dbt.models AS model
LEFT JOIN dbt.edges AS edge ON model.unique_id = edge.parent
LEFT JOIN dbt.nodes AS reader
  ON
    edge.child = reader.unique_id
    AND reader.resource_type IN ('model', 'snapshot', 'exposure')
WHERE model.layer NOT IN ('mart', 'pump', 'workspace')
GROUP BY model.path, model.name, model.layer
HAVING COUNT(reader.unique_id) = 0
