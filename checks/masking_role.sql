-- id: masking_role
-- severity: error
-- title: A masking policy names a masking role
-- reason: A policy for a role nobody can hold hides the column from everyone, or from no one.
-- remedy: use one of the masking roles the check lists
WITH roles (role) AS (
  VALUES
    ('people_data_masking'),
    ('marketing_data_masking'),
    ('sales_data_masking'),
    ('support_data_masking'),
    ('product_data_masking')
)

SELECT
  node.path AS file,
  NULL::BIGINT AS line,
  node.name || '.' || columns.name AS entry,
  'column ' || node.name || '.' || columns.name || ' is masked by the unknown role '
  || (columns.meta ->> 'masking_policy') AS message
FROM dbt.columns AS columns
INNER JOIN dbt.nodes AS node ON columns.unique_id = node.unique_id
WHERE
  columns.meta ->> 'masking_policy' IS NOT NULL
  AND columns.meta ->> 'masking_policy' NOT IN (SELECT role FROM roles)
