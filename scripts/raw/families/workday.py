"""The company's own employees and their pay; 320 of them whatever the scale. Employees 5 to 90 are the CRM's users.

A person who left stays with `_fivetran_deleted`; a failed sync left an older row of two employees beside the new one.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_EMPLOYEES = """
CREATE OR REPLACE TEMP TABLE employee AS
WITH drawn AS (
  SELECT nth, draw('employee', nth) AS bits FROM range(1, 321) AS employees (nth)
),
named AS (
  SELECT
    drawn.*, planted.defect,
    COALESCE(crm_user.user_name,
      item(['Aline', 'Bruno', 'Cleo', 'Dov', 'Edda', 'Falk', 'Gwen', 'Hans', 'Inga', 'Jorge'], pick(drawn.bits, 0, 10))
      || ' ' || item(['Acker', 'Bello', 'Corti', 'Dahl', 'Evers', 'Fuchs', 'Grant', 'Holm'], pick(drawn.bits, 1, 8)))
      AS full_name,
    crm_user.user_nth IS NOT NULL AS is_seller
  FROM drawn
  LEFT JOIN crm_user ON drawn.nth = crm_user.user_nth AND crm_user.user_nth > 4
  LEFT JOIN planted ON planted.entity = 'employee' AND planted.nth = drawn.nth
)
SELECT
  *,
  10000 + nth AS employee_id,
  LOWER(REPLACE(full_name, ' ', '.')) || '.' || nth || '@example.com' AS work_email,
  CASE WHEN is_seller THEN 'Sales'
    ELSE item(['Engineering', 'Product', 'Finance', 'People', 'Marketing', 'Support'], pick(bits, 2, 6)) END
    AS department,
  CASE WHEN defect = 'not_started' THEN DATE '2025-01-15'
    ELSE DATE '2016-03-01' + pick(bits, 3, 3100)::INTEGER END AS hire_date,
  -- the last sync that found the row changed; one in fifty changes before each load
  CASE WHEN defect IS NULL AND nth % 50 <= 2 THEN nth % 50 END AS changed_at_wave
FROM named
"""

_DIRECTORY = """
    SELECT
      staff.employee_id, staff.full_name, staff.work_email,
      CASE WHEN staff.changed_at_wave BETWEEN 1 AND wave() THEN 'Senior ' ELSE '' END
        || item(['Manager', 'Specialist', 'Engineer', 'Analyst'], pick(staff.bits, 0, 4)) AS job_title,
      boss.full_name AS supervisor, staff.department,
      item(['Lisbon', 'Denver', 'Nairobi', 'Osaka', 'Utrecht', 'Toronto'], pick(staff.bits, 1, 6)) AS locality,
      COALESCE(staff.defect = 'D31_left', FALSE) AS _fivetran_deleted,
      CASE WHEN staff.changed_at_wave <= wave()
        THEN TIMESTAMP '2024-12-28 22:00:00' + to_days(staff.changed_at_wave::INTEGER)
        ELSE moment(DATE '2024-12-20' - pick(staff.bits, 2, 300)::INTEGER, staff.bits, 3) END AS _fivetran_synced
    FROM employee AS staff
    INNER JOIN employee AS boss ON boss.nth = 1 + staff.nth // 12
    UNION ALL BY NAME
    -- as a sync of last year had it
    SELECT
      employee_id, full_name, work_email, 'Trainee' AS job_title, 'Former Manager' AS supervisor, department,
      'Lisbon' AS locality, FALSE AS _fivetran_deleted, TIMESTAMP '2023-11-02 22:00:00' AS _fivetran_synced
    FROM employee
    WHERE defect = 'D31_two_rows'
"""

_COMPENSATION = """
    WITH steps AS (
      SELECT
        employee.*, step,
        (hire_date + to_months((step * 13)::INTEGER))::DATE AS effective_date,
        40000 + 100 * pick(bits, 1, 900) + 2500 * step AS pay
      FROM employee CROSS JOIN range(0, 5) AS steps (step)
    )
    SELECT
      employee_id,
      to_json(list({
        'EFFECTIVE_DATE': strftime(effective_date, '%Y-%m-%d'),
        'COMPENSATION_VALUE_USD': pay,
        'REASON': CASE step WHEN 0 THEN 'Hire' ELSE 'Merit' END
      } ORDER BY step))::VARCHAR AS compensation_history,
      bool_or(COALESCE(defect = 'D31_left', FALSE)) AS _fivetran_deleted,
      as_of()::TIMESTAMP - INTERVAL 2 HOUR AS _fivetran_synced
    FROM steps
    -- raises are entered up to three months ahead
    WHERE step = 0 OR effective_date <= DATE '2025-03-31'
    GROUP BY employee_id
"""

FAMILY = Family(
    name="Workday",
    world=(_EMPLOYEES,),
    tables=(
        RawTable(
            schema="workday",
            name="directory",
            columns="""
                employee_id BIGINT, full_name VARCHAR, work_email VARCHAR, job_title VARCHAR, supervisor VARCHAR,
                department VARCHAR, locality VARCHAR, _fivetran_deleted BOOLEAN, _fivetran_synced TIMESTAMP
            """,
            sql=_DIRECTORY,
            key="employee_id, _fivetran_synced",
            changes=(1, 2),
        ),
        RawTable(
            schema="workday",
            name="compensation",
            columns="""
                employee_id BIGINT, compensation_history VARCHAR, _fivetran_deleted BOOLEAN,
                _fivetran_synced TIMESTAMP
            """,
            sql=_COMPENSATION,
            key="employee_id",
            changes=(1, 2),
        ),
    ),
)
