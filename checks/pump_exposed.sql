-- id: pump_exposed
-- severity: error
-- title: Every pump model says which system it fills
-- reason: The rows of a pump leave the platform. Who receives them must be known to everyone who
--   changes what it is made from.
-- remedy: add an exposure with `meta: {channel: pump}` that depends on the model
SELECT
  model.path AS file,
  NULL::BIGINT AS line,
  model.name AS entry,
  'no exposure of a pump reads ' || model.name AS message
FROM dbt.models AS model
LEFT JOIN dbt.edges AS edge ON model.unique_id = edge.parent
LEFT JOIN dbt.exposures AS exposure
  ON
    edge.child = exposure.unique_id
    AND exposure.meta ->> 'channel' = 'pump'
-- a team's view about pumps is none
WHERE model.name ^@ 'pump_' AND model.layer != 'workspace'
GROUP BY model.path, model.name
HAVING COUNT(exposure.unique_id) = 0
