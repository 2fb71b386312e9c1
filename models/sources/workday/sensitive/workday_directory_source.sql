-- grain: one row per employee, from the newest sync (employee_id)
WITH source AS (
  SELECT * FROM {{ source('workday', 'directory') }}
),

newest AS (
  {{ latest_record(
    'source', 'employee_id', '_fivetran_synced DESC, _fivetran_deleted, work_email, job_title'
  ) }}
),

final AS (
  SELECT
    -- primary key
    employee_id::BIGINT AS employee_id,
    -- attributes
    full_name::VARCHAR AS full_name,
    {{ normalise_email('work_email') }}::VARCHAR AS work_email,
    NULLIF(TRIM(job_title), '')::VARCHAR AS job_title,
    NULLIF(TRIM(supervisor), '')::VARCHAR AS supervisor_name,
    NULLIF(TRIM(department), '')::VARCHAR AS department,
    NULLIF(TRIM(locality), '')::VARCHAR AS locality,
    -- flags
    COALESCE(_fivetran_deleted, FALSE)::BOOLEAN AS is_deleted,
    -- metadata
    _fivetran_synced::TIMESTAMP AS synced_at
  FROM newest
)

SELECT * FROM final
