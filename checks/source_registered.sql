-- id: source_registered
-- severity: error
-- title: The source register and the dbt sources agree on what is loaded where
-- reason: The register says who owns a source, how fresh and how secret it is. A table it does not
--   know belongs to nobody, and a schema it does not name is granted to the wrong people.
-- remedy: set `meta: {data_source: <its name>}` on the dbt source, or correct
--   seeds/governance/data_sources.csv with the owner of the source
WITH sources AS (
  SELECT
    source_name,
    MIN(path) AS path,
    MIN(schema) AS schema,
    MIN(meta ->> 'data_source') AS data_source
  FROM dbt.sources
  -- what the platform wrote itself, or people put into static once, is no load
  WHERE REGEXP_MATCHES(database, '(^|_)raw$')
  GROUP BY source_name
),

built AS (
  SELECT
    model.name,
    model.path,
    model.schema,
    MIN(register.data_source) AS data_source,
    MIN(register.prep_schema) AS prep_schema
  FROM dbt.models AS model
  INNER JOIN dbt.edges AS edge ON model.unique_id = edge.child
  INNER JOIN dbt.sources AS source ON edge.parent = source.unique_id
  INNER JOIN seed.data_sources AS register ON source.meta ->> 'data_source' = register.data_source
  WHERE
    model.layer = 'source'
    AND model.schema != 'sensitive'
  GROUP BY ALL
)

SELECT
  sources.path AS file,
  NULL::BIGINT AS line,
  sources.source_name AS entry,
  CASE
    WHEN sources.data_source IS NULL
      THEN 'source ' || sources.source_name || ' names no data source of the register'
    WHEN register.data_source IS NULL
      THEN 'source ' || sources.source_name || ' names the data source ' || sources.data_source
      || ', which is not in the register'
    ELSE 'source ' || sources.source_name || ' reads raw.' || sources.schema
      || ', the register says raw.' || COALESCE(register.raw_schema, '?')
  END AS message
FROM sources
LEFT JOIN seed.data_sources AS register ON sources.data_source = register.data_source
WHERE sources.schema IS DISTINCT FROM register.raw_schema
UNION ALL
SELECT
  'seeds/governance/data_sources.csv' AS file,
  register.csv_line AS line,
  register.data_source AS entry,
  register.data_source || CASE
    WHEN sources.source_name IS NULL THEN ' is registered as modelled, but no dbt source reads it'
    ELSE ' is read by the dbt source ' || sources.source_name || ' and registered as not modelled'
  END AS message
FROM seed.data_sources AS register
LEFT JOIN sources ON register.data_source = sources.data_source
WHERE (sources.source_name IS NOT NULL) != register.is_modelled::BOOLEAN
UNION ALL
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  name || ' is built in prep.' || schema || ', the register says prep.'
  || COALESCE(prep_schema, 'sensitive') || ' for ' || data_source AS message
FROM built
WHERE schema != COALESCE(prep_schema, 'sensitive')
