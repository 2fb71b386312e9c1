-- id: mnpi_restricted
-- severity: error
-- title: No MNPI column reaches an unrestricted schema
-- reason: Amounts and names of customers that are not public may be seen by approved people only
--   (Data Team Platform, "SAFE Data"), whatever they are renamed to or made part of.
-- remedy: move the model below restricted_safe/ or leave the column out; a count or a flag may stay
WITH unrestricted AS (
  SELECT
    node.path,
    node.name || '.' || flow.name AS entry,
    flow.unique_id || '.' || flow.name AS carrier,
    flow.carriers,
    flow.path || COALESCE(' -> ' || reader.path, '') AS witness
  FROM dbt.column_flows AS flow
  INNER JOIN dbt.nodes AS node ON flow.unique_id = node.unique_id
  LEFT JOIN config.readers AS reader ON flow.unique_id = reader.unique_id
  WHERE
    flow.mark = 'mnpi'
    AND NOT node.schema ^@ 'restricted_safe_'
    -- raw tables, source models and snapshots of an MNPI source are read by its own role only
    AND NOT (node.layer IN ('raw', 'source', 'snapshot') AND LIST_CONTAINS(node.tags, 'mnpi'))
    -- the schemas of pumps are read by the unloading role only
    AND NOT (node.layer = 'pump' AND LIST_CONTAINS(node.tags, 'safe'))
)

SELECT
  path AS file,
  NULL::BIGINT AS line,
  entry,
  entry || ' carries MNPI outside restricted_safe: ' || witness AS message
FROM unrestricted
WHERE NOT EXISTS (
  -- what is made from it is not said again
  SELECT 1
  FROM unrestricted AS earlier
  WHERE LIST_CONTAINS(unrestricted.carriers, earlier.carrier)
)
