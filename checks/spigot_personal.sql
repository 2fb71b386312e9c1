-- id: spigot_personal
-- severity: error
-- title: No spigot reads a personal column
-- reason: No personal data may be disclosed to an outside system, not even masked, because a mask
--   is one membership away from being off (Data Team Platform, "Data Spigot").
-- remedy: leave the column out of the relation, or hash it with hash_sensitive_columns
SELECT
  relations.path AS file,
  relations.line,
  node.name || '.' || flow.name AS entry,
  relations.system || ' reads the personal column ' || flow.name || ': ' || flow.path
  || ' -> role ' || spigot.role || ' -> user ' || spigot.service_account AS message
FROM config.spigot_relations AS relations
INNER JOIN config.spigots AS spigot ON relations.system = spigot.system
INNER JOIN dbt.nodes AS node
  ON relations.relation = node.database || '.' || node.schema || '.' || node.name
INNER JOIN dbt.column_flows AS flow
  ON
    node.unique_id = flow.unique_id
    AND flow.mark = 'personal'
