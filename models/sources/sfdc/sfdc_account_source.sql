-- grain: one row per CRM account, deleted ones included
WITH source AS (
  SELECT * FROM {{ source('salesforce', 'account') }}
),

final AS (
  SELECT
    -- primary key
    source.id::VARCHAR AS account_id,
    -- attributes and measures
    {{ crm_account_columns('source') }}
  FROM source
)

SELECT * FROM final
