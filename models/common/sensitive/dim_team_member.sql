-- grain: one row per employee in the directory, plus the missing member (dim_team_member_sk)
WITH workday_directory_source AS (
  SELECT * FROM {{ ref('workday_directory_source') }}
),

workday_compensation_source AS (
  SELECT * FROM {{ ref('workday_compensation_source') }}
),

employees AS (
  SELECT
    employee_id,
    full_name,
    work_email,
    job_title,
    supervisor_name,
    department,
    locality
  FROM workday_directory_source
  WHERE NOT is_deleted
  UNION ALL
  -- the missing member: an employee without a number
  SELECT
    NULL AS employee_id,
    'Missing team member' AS full_name,
    NULL AS work_email,
    NULL AS job_title,
    NULL AS supervisor_name,
    NULL AS department,
    NULL AS locality
),

hires AS (
  SELECT
    employee_id,
    MIN(effective_date) AS hire_date
  FROM workday_compensation_source
  GROUP BY employee_id
),

past_pay AS (
  -- a raise that is agreed for later is not paid yet
  SELECT *
  FROM workday_compensation_source
  WHERE effective_date <= {{ as_of_date() }}
),

current_pay AS (
  {{ latest_record('past_pay', 'employee_id', 'effective_date DESC') }}
),

final AS (
  SELECT
    -- primary key
    {{ missing_member_key(surrogate_key(['employees.employee_id'])) }}::VARCHAR
      AS dim_team_member_sk,
    -- foreign keys
    employees.employee_id::BIGINT AS employee_id,
    -- attributes
    employees.full_name::VARCHAR AS full_name,
    employees.work_email::VARCHAR AS work_email,
    employees.job_title::VARCHAR AS job_title,
    employees.supervisor_name::VARCHAR AS manager_name,
    employees.department::VARCHAR AS department,
    employees.locality::VARCHAR AS locality,
    -- flags
    COALESCE(hires.hire_date <= {{ as_of_date() }}, FALSE)::BOOLEAN AS is_current,
    -- dates
    hires.hire_date::DATE AS hire_date,
    -- measures: USD per year
    current_pay.compensation_amount_usd::DECIMAL(18, 2) AS compensation_amount_usd
  FROM employees
  LEFT OUTER JOIN hires
    ON employees.employee_id = hires.employee_id
  LEFT OUTER JOIN current_pay
    ON employees.employee_id = current_pay.employee_id
)

SELECT * FROM final
