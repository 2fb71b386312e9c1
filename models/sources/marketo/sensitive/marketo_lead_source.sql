-- grain: one row per person in Marketo (marketo_lead_id)
WITH source AS (
  SELECT * FROM {{ source('marketo', 'lead') }}
),

final AS (
  SELECT
    -- primary key
    source.id::BIGINT AS marketo_lead_id,
    -- foreign keys
    {{ id15to18('source.sfdc_account_id') }}::VARCHAR AS sfdc_account_id,
    {{ id15to18('source.sfdc_record_id') }}::VARCHAR AS sfdc_record_id,
    -- attributes
    {{ known_text('source.first_name') }}::VARCHAR AS first_name,
    {{ known_text('source.last_name') }}::VARCHAR AS last_name,
    {{ normalise_email('source.email') }}::VARCHAR AS email,
    {{ known_text('source.company') }}::VARCHAR AS company_name,
    {{ known_text('source.title') }}::VARCHAR AS title,
    NULLIF(source.country, '')::VARCHAR AS country,
    -- flags
    COALESCE(source.unsubscribed, FALSE)::BOOLEAN AS is_unsubscribed,
    source.opt_in::BOOLEAN AS is_opted_in,
    COALESCE(source.email_invalid, FALSE)::BOOLEAN AS is_email_hard_bounced,
    COALESCE(source.is_pql_marketo, FALSE)::BOOLEAN AS is_pql_marketo,
    COALESCE(source.is_paid_tier_marketo, FALSE)::BOOLEAN AS is_paid_tier_marketo,
    COALESCE(source.is_ptpt_contact_marketo, FALSE)::BOOLEAN AS is_ptpt_contact_marketo,
    COALESCE(source._fivetran_deleted, FALSE)::BOOLEAN AS is_deleted,
    -- metadata
    source.updated_at::TIMESTAMP AS updated_at,
    source._fivetran_synced::TIMESTAMP AS synced_at
  FROM source
)

SELECT * FROM final
