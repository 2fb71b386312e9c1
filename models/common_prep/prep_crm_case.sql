-- grain: one row per live CRM case (case_id)
WITH sfdc_case_source AS (
  SELECT * FROM {{ ref('sfdc_case_source') }}
),

prep_crm_user AS (
  SELECT * FROM {{ ref('prep_crm_user') }}
),

map_merged_crm_account AS (
  SELECT * FROM {{ ref('map_merged_crm_account') }}
),

case_record_type AS (
  SELECT * FROM {{ ref('case_record_type') }}
),

case_trigger AS (
  SELECT * FROM {{ ref('case_trigger') }}
),

cases AS (
  SELECT *
  FROM sfdc_case_source
  WHERE NOT is_deleted
),

matching_triggers AS (
  SELECT
    cases.case_id,
    case_trigger.*
  FROM cases
  INNER JOIN case_trigger
    ON LEFT(LOWER(cases.case_subject), LENGTH(case_trigger.subject_prefix))
      = LOWER(case_trigger.subject_prefix)
),

-- of 'Overage' and 'Overage and QSR Off' the longer prefix is meant
triggers AS (
  {{ latest_record(
    'matching_triggers', ['case_id'], 'LENGTH(subject_prefix) DESC, subject_prefix'
  ) }}
),

final AS (
  SELECT
    -- primary key
    cases.case_id::VARCHAR AS case_id,
    -- foreign keys
    {{ missing_member_key('map_merged_crm_account.dim_crm_account_id') }}::VARCHAR
      AS dim_crm_account_id,
    -- a queue is no user
    {{ missing_member_key('prep_crm_user.dim_crm_user_id') }}::VARCHAR AS dim_crm_user_id,
    cases.opportunity_id::VARCHAR AS dim_crm_opportunity_id,
    cases.record_type_id::VARCHAR AS record_type_id,
    -- attributes
    cases.case_subject::VARCHAR AS case_subject,
    cases.description::VARCHAR AS description,
    triggers.case_trigger::VARCHAR AS case_trigger,
    triggers.trigger_group::VARCHAR AS trigger_group,
    cases.status::VARCHAR AS status,
    cases.origin::VARCHAR AS origin,
    cases.priority::VARCHAR AS priority,
    cases.case_type::VARCHAR AS case_type,
    cases.reason::VARCHAR AS reason,
    -- flags
    COALESCE(case_record_type.is_pooled, FALSE)::BOOLEAN AS is_pooled_case,
    COALESCE(triggers.is_renewal_trigger, FALSE)::BOOLEAN AS is_renewal_trigger,
    COALESCE(triggers.is_high_value_account_trigger, FALSE)::BOOLEAN
      AS is_high_value_account_case,
    COALESCE(cases.is_spam, FALSE)::BOOLEAN AS is_spam,
    COALESCE(cases.is_closed, FALSE)::BOOLEAN AS is_closed,
    -- dates
    cases.created_at::TIMESTAMP AS created_at,
    cases.first_responded_at::TIMESTAMP AS first_responded_at,
    cases.closed_at::TIMESTAMP AS closed_at,
    -- measures: whole minutes, days
    FLOOR(
      {{ dbt.datediff('cases.created_at', 'cases.first_responded_at', 'second') }} / 60
    )::INTEGER AS first_response_minutes,
    {{ dbt.datediff('cases.created_at', 'cases.closed_at', 'day') }}::INTEGER AS days_to_close,
    {{ dbt.datediff(
      'cases.created_at', 'COALESCE(cases.closed_at, ' ~ as_of_date() ~ '::TIMESTAMP)', 'day'
    ) }}::INTEGER AS days_open
  FROM cases
  LEFT OUTER JOIN prep_crm_user
    ON cases.owner_id = prep_crm_user.dim_crm_user_id
  LEFT OUTER JOIN map_merged_crm_account
    ON cases.account_id = map_merged_crm_account.sfdc_account_id
  LEFT OUTER JOIN case_record_type
    ON cases.record_type_id = case_record_type.record_type_id
  LEFT OUTER JOIN triggers
    ON cases.case_id = triggers.case_id
)

SELECT * FROM final
