-- id: exposure_complete
-- severity: error
-- title: An exposure says who answers for it, how mature it is and how data gets there
-- reason: Before a column goes away somebody must be asked. A use without a name is found when it
--   breaks.
-- remedy: give the exposure a description, an owner, a maturity and `meta: {channel: ...}` with
--   pump, spigot or dashboard
WITH missing AS (
  SELECT
    path,
    name,
    UNNEST([
      CASE WHEN TRIM(description) = '' THEN 'description' END,
      CASE WHEN COALESCE(owner ->> 'name', owner ->> 'email', '') = '' THEN 'owner' END,
      CASE WHEN maturity IS NULL THEN 'maturity' END,
      CASE
        WHEN COALESCE(meta ->> 'channel', '') NOT IN ('pump', 'spigot', 'dashboard') THEN 'channel'
      END,
      CASE WHEN COALESCE(meta ->> 'connected_system', '') = '' THEN 'connected_system' END
    ]) AS fact
  FROM dbt.exposures
)

SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  'exposure ' || name || ' has no ' || fact AS message
FROM missing
WHERE fact IS NOT NULL
