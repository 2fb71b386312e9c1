-- id: contract_enforced
-- severity: error
-- title: Dimensions, facts, marts and pumps have an enforced contract
-- reason: Dashboards and connected systems read these by column name and type; a build that changes
--   either must fail.
-- remedy: keep `contract: {enforced: true}` and list every column with its data_type
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  name || ' has no enforced contract' AS message
FROM dbt.models
WHERE
  layer IN ('common', 'mart', 'pump')
  AND NOT contract
