-- id: personal_published
-- severity: error
-- title: No personal column is published unmasked
-- reason: Whoever may read a table of prod may not therefore read names and addresses of people.
--   Open pumps get no personal column at all, because their role sees masked columns in clear
--   (Data Team Platform, "Data Masking", "Data Pump").
-- remedy: add `config: {meta: {masking_policy: ...}}` and a contract, hash it with
--   hash_sensitive_columns, or leave it out
WITH readers AS (
  SELECT
    edge.parent AS unique_id,
    MAX(exposure.name) AS exposure
  FROM dbt.edges AS edge
  INNER JOIN dbt.exposures AS exposure ON edge.child = exposure.unique_id
  -- what leaves with a spigot is judged by spigot_personal, more strictly
  WHERE exposure.meta ->> 'channel' NOT IN ('pump', 'spigot')
  GROUP BY edge.parent
),

carried AS (
  SELECT
    node.path,
    node.name || '.' || flow.name AS entry,
    flow.unique_id || '.' || flow.name AS carrier,
    flow.carriers,
    flow.path || COALESCE(' -> ' || reader.path, '') AS witness,
    CASE
      WHEN node.path ^@ 'models/marts/pumps/' THEN 'is personal and leaves with an open pump'
      WHEN columns.meta ->> 'masking_policy' IS NOT NULL THEN NULL
      WHEN readers.exposure IS NOT NULL
        THEN 'is personal, unmasked and read by the exposure ' || readers.exposure
      WHEN REGEXP_MATCHES(node.database, '(^|_)prod$') AND node.schema != 'pumps_sensitive'
        THEN 'is personal and unmasked in prod'
    END AS problem
  FROM dbt.column_flows AS flow
  INNER JOIN dbt.nodes AS node ON flow.unique_id = node.unique_id
  LEFT JOIN dbt.columns AS columns
    ON
      flow.unique_id = columns.unique_id
      AND flow.name = columns.name
  LEFT JOIN readers ON flow.unique_id = readers.unique_id
  LEFT JOIN config.readers AS reader ON flow.unique_id = reader.unique_id
  WHERE flow.mark = 'personal'
)

SELECT
  path AS file,
  NULL::BIGINT AS line,
  entry,
  entry || ' ' || problem || ': ' || witness AS message
FROM carried
WHERE
  problem IS NOT NULL
  AND NOT EXISTS (
    -- what is made from it is not said again
    SELECT 1
    FROM carried AS earlier
    WHERE
      earlier.problem IS NOT NULL
      AND LIST_CONTAINS(carried.carriers, earlier.carrier)
  )
