-- id: source_slo
-- severity: error
-- title: A source's freshness is the objective its users were promised
-- reason: A warning that comes later than the promise is of no use, one that comes earlier is soon
--   ignored. Data may be as old as the time between two loads before it warns, and as old as the
--   objective before it fails; a load that runs less often than its objective gets both.
-- remedy: take the hours from seeds/governance/data_sources.csv: warn_after its
--   replication_frequency_hours, error_after its slo_hours
WITH registered AS (
  SELECT
    data_source,
    replication_frequency_hours::DOUBLE AS warn_hours,
    CASE
      WHEN replication_frequency_hours::DOUBLE > slo_hours::DOUBLE
        THEN replication_frequency_hours::DOUBLE + slo_hours::DOUBLE
      ELSE slo_hours::DOUBLE
    END AS error_hours
  FROM seed.data_sources
),

hours (period, factor) AS (
  VALUES ('minute', 1 / 60), ('hour', 1), ('day', 24)
),

measured AS (
  SELECT
    source.source_name || '.' || source.name AS entry,
    source.path,
    source.meta ->> 'data_source' AS data_source,
    (source.freshness ->> '$.warn_after.count')::DOUBLE * warned.factor AS warn_hours,
    (source.freshness ->> '$.error_after.count')::DOUBLE * failed.factor AS error_hours
  FROM dbt.sources AS source
  LEFT JOIN hours AS warned ON source.freshness ->> '$.warn_after.period' = warned.period
  LEFT JOIN hours AS failed ON source.freshness ->> '$.error_after.period' = failed.period
  -- a table without freshness is the matter of source_freshness
  WHERE COALESCE(warn_hours, error_hours) IS NOT NULL
)

SELECT
  measured.path AS file,
  NULL::BIGINT AS line,
  measured.entry,
  'source ' || measured.entry || ' warns after ' || COALESCE(measured.warn_hours || '', 'no')
  || ' and fails after ' || COALESCE(measured.error_hours || '', 'no')
  || ' hours, the register says '
  || COALESCE(registered.warn_hours || '', 'no') || ' and '
  || COALESCE(registered.error_hours || '', 'no') AS message
FROM measured
INNER JOIN registered ON measured.data_source = registered.data_source
WHERE
  measured.warn_hours IS DISTINCT FROM registered.warn_hours
  OR measured.error_hours IS DISTINCT FROM registered.error_hours
