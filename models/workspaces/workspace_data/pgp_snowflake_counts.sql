-- grain: one row per reconciliation, table, day and further grain
WITH row_count_check AS (
  SELECT * FROM {{ source('trusted_data', 'row_count_check') }}
),

last_runs AS (
  SELECT
    check_name,
    MAX(run_at) AS last_run_at
  FROM row_count_check
  GROUP BY check_name
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'row_count_check.run_id', 'row_count_check.check_name', 'row_count_check.count_day',
      'row_count_check.count_part'
    ]) }} AS pgp_snowflake_count_pk,

    -- foreign keys
    row_count_check.run_id,

    -- attributes
    row_count_check.check_name,
    row_count_check.source_table,
    row_count_check.relation_name,
    row_count_check.check_status,
    row_count_check.severity,
    row_count_check.owner,
    row_count_check.tier,
    row_count_check.count_part,
    row_count_check.check_status IN ('match', 'within_tolerance') AS is_passed,
    row_count_check.run_at = last_runs.last_run_at AS is_last_run,
    row_count_check.count_day AS count_date,
    row_count_check.verified_through AS verified_through_date,

    -- measures
    row_count_check.source_rows,
    row_count_check.target_rows,
    row_count_check.target_rows - row_count_check.source_rows AS rows_difference,

    -- metadata
    row_count_check.loaded_until AS loaded_until_at,
    row_count_check.run_at
  FROM row_count_check
  INNER JOIN last_runs ON row_count_check.check_name = last_runs.check_name
)

SELECT * FROM final
