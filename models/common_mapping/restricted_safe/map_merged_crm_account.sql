-- grain: one row per CRM account ever seen, deleted and purged ones included
WITH RECURSIVE sfdc_account_source AS (
  SELECT * FROM {{ ref('sfdc_account_source') }}
),

sfdc_account_snapshots_latest AS (
  SELECT * FROM {{ ref('sfdc_account_snapshots_latest') }}
),

accounts AS (
  SELECT
    account_id,
    master_record_id,
    is_deleted
  FROM sfdc_account_source
  UNION ALL
  -- an account the CRM has purged is known only from its last snapshot, whatever its flag said then
  SELECT
    sfdc_account_snapshots_latest.account_id,
    sfdc_account_snapshots_latest.master_record_id,
    TRUE AS is_deleted
  FROM sfdc_account_snapshots_latest
  LEFT OUTER JOIN sfdc_account_source
    ON sfdc_account_snapshots_latest.account_id = sfdc_account_source.account_id
  WHERE sfdc_account_source.account_id IS NULL
),

merges (
  sfdc_account_id, merged_account_id, master_record_id, is_survivor_deleted, merge_depth,
  visited_path
) AS (
  SELECT
    account_id AS sfdc_account_id,
    account_id AS merged_account_id,
    master_record_id,
    is_deleted AS is_survivor_deleted,
    0 AS merge_depth,
    account_id::VARCHAR AS visited_path
  FROM accounts
  UNION ALL
  -- the path and the cap stop a ring of merges, which would otherwise never end
  SELECT
    merges.sfdc_account_id,
    accounts.account_id AS merged_account_id,
    accounts.master_record_id,
    accounts.is_deleted AS is_survivor_deleted,
    merges.merge_depth + 1 AS merge_depth,
    merges.visited_path || '>' || accounts.account_id AS visited_path
  FROM merges
  INNER JOIN accounts
    ON merges.master_record_id = accounts.account_id
  WHERE merges.merge_depth < 25
    AND POSITION(accounts.account_id IN merges.visited_path) = 0
),

ends AS (
  {{ latest_record('merges', 'sfdc_account_id', 'merge_depth DESC, merged_account_id') }}
),

final AS (
  SELECT
    -- primary key
    ends.sfdc_account_id::VARCHAR AS sfdc_account_id,
    -- foreign keys
    ends.merged_account_id::VARCHAR AS merged_account_id,
    CASE
      WHEN ends.is_survivor_deleted THEN {{ missing_member_id() }}
      ELSE ends.merged_account_id
    END::VARCHAR AS dim_crm_account_id,
    -- flags
    accounts.is_deleted::BOOLEAN AS is_deleted,
    -- measures
    ends.merge_depth::INTEGER AS merge_depth
  FROM ends
  INNER JOIN accounts
    ON ends.sfdc_account_id = accounts.account_id
)

SELECT * FROM final
