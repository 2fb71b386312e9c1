-- id: one_yml_per_model
-- severity: error
-- title: One model is two files, x.sql and x.yml, side by side
-- reason: Whoever changes a model sees its description, contract and tests beside it; shared files
--   collide in reviews.
-- remedy: put exactly this model into a YAML file of its name in the same folder
WITH models AS (
  SELECT
    name,
    path,
    REGEXP_REPLACE(path, '\.sql$', '.yml') AS wanted
  FROM dbt.models
)

SELECT
  models.path AS file,
  NULL::BIGINT AS line,
  models.name AS entry,
  'model ' || models.name || ' has no file ' || models.wanted || ' that describes it' AS message
FROM models
LEFT JOIN dbt.yaml_entries AS entries
  ON
    entries.kind = 'models'
    AND models.name = entries.name
    AND models.wanted = entries.path
WHERE entries.name IS NULL
UNION ALL
SELECT
  path AS file,
  line,
  name AS entry,
  'the file describes model ' || name || ', which is not the model it is named after' AS message
FROM dbt.yaml_entries
WHERE
  kind = 'models'
  AND SPLIT_PART(path, '/', -1) != name || '.yml'
