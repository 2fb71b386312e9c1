-- id: source_freshness
-- severity: error
-- title: Every source says how fresh it must be and how that is measured
-- reason: A pipeline that stopped looks exactly like a day without business until freshness is
--   measured.
-- remedy: give the source loaded_at_field and freshness with warn_after or error_after
SELECT
  path AS file,
  NULL::BIGINT AS line,
  source_name || '.' || name AS entry,
  'source ' || source_name || '.' || name || ' has no '
  || CASE WHEN loaded_at_field IS NULL THEN 'loaded_at_field' ELSE 'freshness' END AS message
FROM dbt.sources
WHERE
  loaded_at_field IS NULL
  OR COALESCE(freshness ->> '$.warn_after.count', freshness ->> '$.error_after.count') IS NULL
