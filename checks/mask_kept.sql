-- id: mask_kept
-- severity: error
-- title: A masked column stays masked in the models below
-- reason: A table is built by a role that sees clear values, so a column that is published again
--   under its name without a policy is open to everybody who reads the table.
-- remedy: give the column the masking_policy it has above, hash it, or leave it out
SELECT
  below.path AS file,
  NULL::BIGINT AS line,
  below.name || '.' || published.name AS entry,
  'column ' || below.name || '.' || published.name || ' is masked for '
  || MIN(masked.meta ->> 'masking_policy') || ' in '
  || STRING_AGG(above.name, ', ' ORDER BY above.name) || ' and not here' AS message
FROM dbt.columns AS masked
INNER JOIN dbt.nodes AS above ON masked.unique_id = above.unique_id
INNER JOIN dbt.edges AS edge ON above.unique_id = edge.parent
INNER JOIN dbt.nodes AS below ON edge.child = below.unique_id
INNER JOIN dbt.columns AS published
  ON
    below.unique_id = published.unique_id
    AND masked.name = published.name
WHERE
  masked.meta ->> 'masking_policy' IS NOT NULL
  AND published.meta ->> 'masking_policy' IS NULL
  AND below.resource_type IN ('model', 'snapshot', 'seed')
  -- the clear half of a pair lies where only its own pump reads
  AND NOT (published.meta ->> 'sensitive' IS NOT NULL AND below.schema = 'pumps_sensitive')
GROUP BY below.path, below.name, published.name
