-- id: mnpi_marked
-- severity: error
-- title: Everything made from MNPI says how it is protected
-- reason: Material nonpublic information may be seen by approved people only. Whatever descends
--   from it either lies in a restricted schema or says why it holds none.
-- remedy: move the model below restricted_safe/, or tag it safe, or tag it mnpi_exception with
--   `meta: {mnpi_exception_reason: ...}`; source models and snapshots carry the tag mnpi
WITH RECURSIVE descends AS (
  SELECT
    edge.child,
    source.source_name || '.' || source.name AS origin
  FROM dbt.edges AS edge
  INNER JOIN dbt.sources AS source ON edge.parent = source.unique_id
  WHERE LIST_CONTAINS(source.tags, 'mnpi')
  UNION DISTINCT
  SELECT
    edge.child,
    descends.origin
  FROM dbt.edges AS edge
  INNER JOIN descends ON edge.parent = descends.child
),

reached AS (
  SELECT
    node.*,
    MIN(descends.origin) AS origin,
    COALESCE(TRIM(node.meta ->> 'mnpi_exception_reason'), '') != '' AS has_reason
  FROM dbt.nodes AS node
  INNER JOIN descends ON node.unique_id = descends.child
  WHERE node.resource_type IN ('model', 'snapshot')
  GROUP BY ALL
)

SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  CASE
    WHEN LIST_CONTAINS(tags, 'mnpi_exception') THEN name || ' is an mnpi_exception without a reason'
    ELSE name || ' descends from the MNPI source ' || origin
      || ' and does not say how it is protected'
  END AS message
FROM reached
WHERE
  NOT path LIKE '%/restricted_safe/%'
  AND NOT LIST_CONTAINS(tags, 'safe')
  AND NOT (LIST_CONTAINS(tags, 'mnpi_exception') AND has_reason)
  AND NOT (layer IN ('source', 'snapshot') AND LIST_CONTAINS(tags, 'mnpi'))
