-- id: tags_known
-- severity: error
-- title: The tag seed and the tags in use are the same set
-- reason: Selections, masking of sensitive data and reports go by tag; a misspelt tag selects
--   nothing, silently.
-- remedy: use a tag of seeds/governance/project_tags.csv, or change that list with its owner
WITH used AS (
  SELECT
    name,
    path,
    UNNEST(tags) AS tag
  FROM dbt.nodes
  -- dbt tags its own hook operations
  WHERE resource_type != 'operation'
)

SELECT
  path AS file,
  NULL::BIGINT AS line,
  name || ': ' || tag AS entry,
  name || ' has the unknown tag ' || tag AS message
FROM used
WHERE tag NOT IN (SELECT tag FROM seed.project_tags)
UNION ALL
SELECT
  'seeds/governance/project_tags.csv' AS file,
  csv_line AS line,
  tag AS entry,
  'no node has the tag ' || tag AS message
FROM seed.project_tags
WHERE tag NOT IN (SELECT tag FROM used)
