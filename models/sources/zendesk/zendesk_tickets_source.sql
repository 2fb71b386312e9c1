-- grain: one row per support ticket, from its latest load
WITH source AS (
  SELECT * FROM {{ source('zendesk', 'tickets') }}
),

latest AS (
  {{ latest_record('source', ['id'], 'updated_at DESC, _sdc_batched_at DESC, status') }}
),

final AS (
  SELECT
    -- primary key
    id::BIGINT AS ticket_id,
    -- foreign keys
    organization_id::BIGINT AS organization_id,
    requester_id::BIGINT AS requester_id,
    -- attributes
    subject::VARCHAR AS ticket_subject,
    description::VARCHAR AS description,
    status::VARCHAR AS ticket_status,
    priority::VARCHAR AS priority,
    type::VARCHAR AS ticket_type,
    {{ json_text('via', 'channel') }}::VARCHAR AS channel,
    {{ json_text('satisfaction_rating', 'score') }}::VARCHAR AS satisfaction_score,
    -- dates
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    -- metadata
    _sdc_batched_at::TIMESTAMP AS loaded_at
  FROM latest
)

SELECT * FROM final
