-- Three employees left and are gone; two have an older row beside the newer one, which counts.
{{ config(tags=['tdf', 'people']) }}
WITH directory AS (
  SELECT * FROM {{ source('workday', 'directory') }}
),

dim_team_member AS (
  SELECT * FROM {{ ref('dim_team_member') }}
),

repeated AS (
  SELECT
    employee_id,
    MAX(_fivetran_synced) AS newest_sync
  FROM directory
  GROUP BY employee_id
  HAVING COUNT(*) > 1
),

expected AS (
  {{ select_expected_counts_sql({
    'employees who left': 3,
    'of them in the dimension': 0,
    'employees with two rows': 2,
    'of them once in the dimension as last synced': 2
  }) }}
),

actual AS (
  SELECT
    'employees who left' AS what,
    COUNT(*) AS records
  FROM directory
  WHERE _fivetran_deleted
  UNION ALL
  SELECT
    'of them in the dimension' AS what,
    COUNT(*) AS records
  FROM directory
  INNER JOIN dim_team_member ON directory.employee_id = dim_team_member.employee_id
  WHERE directory._fivetran_deleted
  UNION ALL
  SELECT
    'employees with two rows' AS what,
    COUNT(*) AS records
  FROM repeated
  UNION ALL
  SELECT
    'of them once in the dimension as last synced' AS what,
    COUNT(*) AS records
  FROM repeated
  INNER JOIN directory
    ON repeated.employee_id = directory.employee_id
      AND repeated.newest_sync = directory._fivetran_synced
  INNER JOIN dim_team_member
    ON repeated.employee_id = dim_team_member.employee_id
      AND directory.job_title = dim_team_member.job_title
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
