-- grain: one row per CRM opportunity, deleted ones included
WITH source AS (
  SELECT * FROM {{ source('salesforce', 'opportunity') }}
),

final AS (
  SELECT
    -- primary key
    source.id::VARCHAR AS opportunity_id,
    -- foreign keys, attributes and measures
    {{ crm_opportunity_columns('source') }}
  FROM source
)

SELECT * FROM final
