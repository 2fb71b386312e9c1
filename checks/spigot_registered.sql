-- id: spigot_registered
-- severity: error
-- title: A spigot reads what the register of spigots and its exposure say
-- reason: The register is what people review, the configuration what is set up, the exposure what a
--   change of a model is held against. Where one differs somebody is wrong about who reads what.
-- remedy: make config/spigots.yml, seeds/governance/data_spigots.csv and models/_exposures agree
WITH granted AS (
  SELECT
    connected_system AS system,
    relation_name AS relation
  FROM seed.data_spigots
  WHERE is_granted::BOOLEAN
),

exposed AS (
  SELECT DISTINCT
    exposure.meta ->> 'connected_system' AS system,
    node.database || '.' || node.schema || '.' || node.name AS relation
  FROM dbt.exposures AS exposure
  INNER JOIN dbt.edges AS edge ON exposure.unique_id = edge.child
  INNER JOIN dbt.nodes AS node ON edge.parent = node.unique_id
  WHERE exposure.meta ->> 'channel' = 'spigot'
),

differing AS (
  SELECT
    COALESCE(configured.system, granted.system) AS system,
    configured.relation AS only_configured,
    granted.relation AS only_registered,
    NULL AS not_exposed
  FROM config.spigot_relations AS configured
  FULL JOIN granted
    ON
      configured.system = granted.system
      AND configured.relation = granted.relation
  WHERE configured.relation IS NULL OR granted.relation IS NULL
  UNION ALL
  SELECT
    granted.system,
    NULL,
    NULL,
    granted.relation
  FROM granted
  INNER JOIN config.spigot_relations AS configured
    ON
      granted.system = configured.system
      AND granted.relation = configured.relation
  LEFT JOIN exposed
    ON
      granted.system = exposed.system
      AND granted.relation = exposed.relation
  WHERE exposed.relation IS NULL
)

SELECT
  'config/spigots.yml' AS file,
  MIN(spigot.line) AS line,
  differing.system AS entry,
  differing.system || ': ' || CONCAT_WS(
    '; ',
    'configured and not registered: ' || STRING_AGG(only_configured, ', ' ORDER BY only_configured),
    'registered and not configured: ' || STRING_AGG(only_registered, ', ' ORDER BY only_registered),
    'in no exposure of the system: ' || STRING_AGG(not_exposed, ', ' ORDER BY not_exposed)
  ) AS message
FROM differing
LEFT JOIN config.spigots AS spigot ON differing.system = spigot.system
GROUP BY differing.system
