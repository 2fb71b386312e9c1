-- id: spigot_columns
-- severity: error
-- title: What a spigot reads has an enforced list of columns
-- reason: The least an outside system needs is a list somebody wrote. Without an enforced contract
--   any new column of a model leaves the platform the next day.
-- remedy: name a model of this project and set `contract: {enforced: true}` with its columns
SELECT
  relations.path AS file,
  relations.line,
  relations.system || ': ' || relations.relation AS entry,
  relations.system || ' reads ' || relations.relation
  || CASE
    WHEN model.name IS NULL THEN ', which is no model of this project'
    ELSE ', which has no enforced contract'
  END AS message
FROM config.spigot_relations AS relations
LEFT JOIN dbt.models AS model
  ON
    relations.relation
    = model.database || '.' || model.schema || '.' || COALESCE(model.alias, model.name)
WHERE
  model.name IS NULL
  OR NOT model.contract
