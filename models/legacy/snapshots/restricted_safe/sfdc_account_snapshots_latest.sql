-- grain: one row per CRM account ever seen, in its last known version
WITH sfdc_account_snapshots AS (
  SELECT * FROM {{ ref('sfdc_account_snapshots') }}
),

last_version AS (
  {{ latest_record(
    'sfdc_account_snapshots', 'id', 'dbt_valid_from DESC, dbt_valid_to DESC NULLS FIRST, dbt_scd_id'
  ) }}
),

final AS (
  SELECT
    -- primary key
    last_version.id::VARCHAR AS account_id,
    -- attributes and measures
    {{ crm_account_columns('last_version') }},
    -- metadata
    last_version.dbt_valid_to IS NOT NULL AS is_hard_deleted,
    last_version.dbt_valid_from::TIMESTAMP AS valid_from,
    last_version.dbt_valid_to::TIMESTAMP AS valid_to
  FROM last_version
)

SELECT * FROM final
