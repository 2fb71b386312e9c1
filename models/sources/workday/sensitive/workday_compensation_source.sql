-- grain: one row per employee and day from which a pay holds
WITH source AS (
  SELECT * FROM {{ source('workday', 'compensation') }}
),

changes AS (
  {{ select_json_elements_sql(
    'source', 'compensation_history', ['employee_id', '_fivetran_deleted', '_fivetran_synced']
  ) }}
),

elements AS (
  SELECT
    -- foreign keys
    employee_id::BIGINT AS employee_id,
    -- attributes
    {{ json_text('element', 'REASON') }}::VARCHAR AS change_reason,
    -- flags
    COALESCE(_fivetran_deleted, FALSE)::BOOLEAN AS is_deleted,
    -- dates
    {{ try_cast_to(json_text('element', 'EFFECTIVE_DATE'), 'DATE') }}::DATE AS effective_date,
    -- measures
    {{ json_number('element', 'COMPENSATION_VALUE_USD') }}::DECIMAL(18, 2)
      AS compensation_amount_usd,
    -- metadata
    _fivetran_synced::TIMESTAMP AS synced_at
  FROM changes
),

final AS (
  {{ latest_record(
    'elements', ['employee_id', 'effective_date'],
    'synced_at DESC, compensation_amount_usd DESC, change_reason'
  ) }}
)

SELECT * FROM final
