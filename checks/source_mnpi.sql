-- id: source_mnpi
-- severity: error
-- title: A source has the tag mnpi exactly when the register says it holds MNPI
-- reason: Everything that protects material nonpublic information downstream starts from this tag.
-- remedy: tag the dbt source as seeds/governance/data_sources.csv says
SELECT
  source.path AS file,
  NULL::BIGINT AS line,
  source.source_name || '.' || source.name AS entry,
  'source ' || source.source_name || '.' || source.name
  || CASE
    WHEN register.mnpi::BOOLEAN THEN ' holds MNPI by the register and has no tag mnpi'
    ELSE ' has the tag mnpi, the register says it holds none'
  END AS message
FROM dbt.sources AS source
INNER JOIN seed.data_sources AS register ON source.meta ->> 'data_source' = register.data_source
WHERE LIST_CONTAINS(source.tags, 'mnpi') != register.mnpi::BOOLEAN
