-- grain: one row per support ticket (ticket_id)
WITH zendesk_tickets_source AS (
  SELECT * FROM {{ ref('zendesk_tickets_source') }}
),

zendesk_organizations_source AS (
  SELECT * FROM {{ ref('zendesk_organizations_source') }}
),

map_merged_crm_account AS (
  SELECT * FROM {{ ref('map_merged_crm_account') }}
),

tickets AS (
  SELECT
    zendesk_tickets_source.*,
    -- the desk keeps no time of solving; a solved ticket changes no more
    CASE WHEN ticket_status IN ('solved', 'closed') THEN updated_at END AS solved_at
  FROM zendesk_tickets_source
),

final AS (
  SELECT
    -- primary key
    tickets.ticket_id::BIGINT AS ticket_id,
    -- foreign keys
    {{ missing_member_key('map_merged_crm_account.dim_crm_account_id') }}::VARCHAR
      AS dim_crm_account_id,
    {{ get_date_id('tickets.created_at') }}::INTEGER AS created_date_id,
    tickets.organization_id::BIGINT AS organization_id,
    tickets.requester_id::BIGINT AS requester_id,
    -- attributes
    tickets.ticket_status::VARCHAR AS ticket_status,
    tickets.priority::VARCHAR AS priority,
    tickets.ticket_type::VARCHAR AS ticket_type,
    tickets.channel::VARCHAR AS channel,
    CASE
      WHEN tickets.satisfaction_score IN ('good', 'bad') THEN tickets.satisfaction_score
    END::VARCHAR AS satisfaction,
    -- flags
    (tickets.solved_at IS NOT NULL)::BOOLEAN AS is_solved,
    -- dates
    tickets.created_at::TIMESTAMP AS created_at,
    tickets.solved_at::TIMESTAMP AS solved_at,
    -- measures: whole hours
    FLOOR({{ dbt.datediff('tickets.created_at', 'tickets.solved_at', 'second') }} / 3600)::INTEGER
      AS hours_to_solve
  FROM tickets
  LEFT OUTER JOIN zendesk_organizations_source
    ON tickets.organization_id = zendesk_organizations_source.organization_id
  LEFT OUTER JOIN map_merged_crm_account
    ON zendesk_organizations_source.crm_account_id = map_merged_crm_account.sfdc_account_id
)

SELECT * FROM final
