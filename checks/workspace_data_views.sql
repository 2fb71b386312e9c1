-- id: workspace_data_views
-- severity: error
-- title: The schema workspace_data holds views only
-- reason: People read the platform's own records there, and whoever writes them writes elsewhere
--   (Data Team Platform, "Trusted Data Schema"). A table would be a second copy that grows old.
-- remedy: make the model a view; rows that must be kept go to a table of prep.trusted_data
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  name || ' is a ' || materialized AS message
FROM dbt.models
WHERE folder ^@ 'workspaces/workspace_data' AND schema = 'workspace_data' AND materialized != 'view'
