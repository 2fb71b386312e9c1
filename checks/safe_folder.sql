-- id: safe_folder
-- severity: error
-- title: A restricted_safe folder and the tag safe go together
-- reason: Roles are granted by schema, reports and reviews go by tag; where the two differ one of
--   them is wrong.
-- remedy: tag the model safe in its YAML file, or move it
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  name || ' lies in restricted_safe and has no tag safe' AS message
FROM dbt.models
WHERE
  path LIKE '%/restricted_safe/%'
  AND NOT LIST_CONTAINS(tags, 'safe')
UNION ALL
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  name || ' has the tag safe outside a restricted_safe folder' AS message
FROM dbt.models
WHERE
  LIST_CONTAINS(tags, 'safe')
  AND NOT path LIKE '%/restricted_safe/%'
  -- the pumps' schemas are granted to the unloading role alone
  AND layer != 'pump'
