-- Over the loads 60 accounts changed, 5 went away and one of those came back: each is a version
-- of the history.
{{ config(tags=['tdf', 'sales']) }}
WITH sfdc_account_snapshots AS (
  SELECT * FROM {{ ref('sfdc_account_snapshots') }}
),

version AS (
  SELECT
    id,
    dbt_valid_from,
    dbt_valid_to,
    LAG(dbt_valid_to) OVER (PARTITION BY id ORDER BY dbt_valid_from, dbt_scd_id) AS previous_end,
    LEAD(dbt_valid_from) OVER (PARTITION BY id ORDER BY dbt_valid_from, dbt_scd_id) AS next_start
  FROM sfdc_account_snapshots
  WHERE name NOT LIKE 'CAST%'
),

expected AS (
  {{ select_expected_counts_sql({
    'changes': 60,
    'disappearances': 5,
    'accounts that came back': 1
  }) }}
),

actual AS (
  SELECT
    'changes' AS what,
    COUNT(*) AS records
  FROM version
  WHERE previous_end = dbt_valid_from
  UNION ALL
  SELECT
    'disappearances' AS what,
    COUNT(*) AS records
  FROM version
  WHERE dbt_valid_to IS NOT NULL AND COALESCE(next_start > dbt_valid_to, TRUE)
  UNION ALL
  SELECT
    'accounts that came back' AS what,
    COUNT(*) AS records
  FROM version
  WHERE previous_end < dbt_valid_from
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
