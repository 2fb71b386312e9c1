-- id: spigot_mnpi
-- severity: error
-- title: The register of spigots says MNPI exactly where lineage finds it
-- reason: Whoever owns a system that reads MNPI has to be an approved person, and learns it from
--   the register.
-- remedy: correct the column mnpi in seeds/governance/data_spigots.csv, or leave the column out
SELECT
  'seeds/governance/data_spigots.csv' AS file,
  register.csv_line AS line,
  register.connected_system || ': ' || register.relation_name AS entry,
  register.connected_system || ': ' || register.relation_name
  || CASE
    WHEN register.mnpi::BOOLEAN THEN ' is registered with MNPI and carries none'
    ELSE ' is registered without MNPI and carries it: '
      || MIN_BY(flow.path, (LENGTH(flow.path), flow.path))
  END AS message
FROM seed.data_spigots AS register
INNER JOIN dbt.nodes AS node
  ON register.relation_name = node.database || '.' || node.schema || '.' || node.name
LEFT JOIN dbt.column_flows AS flow
  ON
    node.unique_id = flow.unique_id
    AND flow.mark = 'mnpi'
GROUP BY register.csv_line, register.connected_system, register.relation_name, register.mnpi
HAVING register.mnpi::BOOLEAN != (COUNT(flow.name) > 0)
