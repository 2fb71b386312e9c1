-- id: masked_contract
-- severity: error
-- title: A masked table has an enforced contract
-- reason: The contract's column list is where CREATE TABLE names the masking policies. Without it
--   the table is readable in clear from its creation until the hook has run.
-- remedy: set `contract: {enforced: true}` and give every column its data_type, or make it a view
SELECT DISTINCT
  model.path AS file,
  NULL::BIGINT AS line,
  model.name AS entry,
  model.name || ' is a ' || model.materialized || ' with masked columns and no enforced contract'
    AS message
FROM dbt.models AS model
INNER JOIN dbt.columns AS columns ON model.unique_id = columns.unique_id
WHERE
  columns.meta ->> 'masking_policy' IS NOT NULL
  AND model.materialized IN ('table', 'incremental')
  AND NOT model.contract
