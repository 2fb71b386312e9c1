-- grain: one row per customer organisation of the support desk
WITH source AS (
  SELECT * FROM {{ source('zendesk', 'organizations') }}
),

final AS (
  -- the organisation's revenue, which the CRM writes beside its id, stays in raw: readers of
  -- support data may not see it
  SELECT
    -- primary key
    id::BIGINT AS organization_id,
    -- foreign keys
    {{ id15to18(json_text('organization_fields', 'salesforce_id')) }}::VARCHAR AS crm_account_id,
    -- attributes
    name::VARCHAR AS organization_name,
    {{ json_text('organization_fields', 'market_segment') }}::VARCHAR AS market_segment,
    tags::VARCHAR AS organization_tags,
    -- dates
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
