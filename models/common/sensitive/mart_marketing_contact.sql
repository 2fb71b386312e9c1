-- grain: one row per contact (dim_marketing_contact_id)
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH dim_marketing_contact AS (
  SELECT * FROM {{ ref('dim_marketing_contact') }}
),

bdg_marketing_contact_order AS (
  SELECT * FROM {{ ref('bdg_marketing_contact_order') }}
),

customers_db_leads_source AS (
  SELECT * FROM {{ ref('customers_db_leads_source') }}
),

fct_trial AS (
  SELECT * FROM {{ ref('fct_trial') }}
),

prep_ptpt_scores_by_user AS (
  SELECT * FROM {{ ref('prep_ptpt_scores_by_user') }}
),

dim_namespace AS (
  SELECT * FROM {{ ref('dim_namespace') }}
),

{% if is_incremental() -%}
published AS (
  SELECT * FROM {{ this }}
),

{% endif -%}
stands AS (
  SELECT
    dim_marketing_contact_id,
    {{ any_of({
      'is_group_namespace_owner': "marketing_contact_role = 'Group Namespace Owner'",
      'is_group_namespace_maintainer': "marketing_contact_role = 'Group Namespace Maintainer'",
      'is_group_namespace_member': "marketing_contact_role = 'Group Namespace Member'",
      'is_individual_namespace_owner': "marketing_contact_role = 'Personal Namespace Owner'"
    }) }},
    {{ any_of(dict(zip(marketing_tier_flags(), marketing_tier_flags()))) }}
  FROM bdg_marketing_contact_order
  GROUP BY dim_marketing_contact_id
),

pql_leads AS (
  {{ select_newest_pql_leads_sql('customers_db_leads_source', 'dim_namespace', 'fct_trial') }}
),

ptpt_contacts AS (
  -- whom the newest scoring run left out is not worth the campaign any more
  SELECT *
  FROM prep_ptpt_scores_by_user
  QUALIFY score_date = MAX(score_date) OVER ()
),

contacts AS (
  SELECT
    {%- for column in [
      'dim_marketing_contact_id', 'dim_crm_account_id', 'dim_crm_person_id', 'sfdc_record_id',
      'zuora_contact_id', 'marketo_lead_id', 'customer_db_customer_id', 'gitlab_dotcom_user_id',
      'email_address', 'email_hash', 'first_name', 'last_name', 'mobile_phone', 'company_name',
      'job_title', 'country', 'is_email_valid', 'is_zuora_billing_contact', 'is_marketo_lead',
      'is_crm_person', 'is_customer_db_user', 'is_gitlab_dotcom_user',
      'gitlab_dotcom_email_opted_in', 'is_opted_out', 'is_unsubscribed', 'is_email_hard_bounced',
      'is_pql_marketo', 'is_paid_tier_marketo', 'is_ptpt_contact_marketo'
    ] %}
    person.{{ column }},
    {%- endfor %}
    -- foreign keys
    pql_leads.namespace_id::BIGINT AS pql_namespace_id,
    ptpt_contacts.namespace_id::BIGINT AS ptpt_namespace_id,
    -- flags
    {%- for flag in [
      'is_group_namespace_owner', 'is_group_namespace_maintainer', 'is_group_namespace_member',
      'is_individual_namespace_owner'
    ] + marketing_tier_flags().keys() | list %}
    COALESCE(stands.{{ flag }}, FALSE)::BOOLEAN AS {{ flag }},
    {%- endfor %}
    (pql_leads.email IS NOT NULL)::BOOLEAN AS is_pql,
    (ptpt_contacts.email_hash IS NOT NULL)::BOOLEAN AS is_ptpt_contact,
    -- dates
    pql_leads.trial_start_date::DATE AS pql_trial_start_date,
    pql_leads.trial_end_date::DATE AS pql_trial_end_date,
    ptpt_contacts.score_date::DATE AS ptpt_score_date,
    -- measures: people, group from 1 to 5
    COALESCE(pql_leads.hierarchy_member_count, 0)::INTEGER AS pql_nbr_namespace_users,
    ptpt_contacts.score_group::INTEGER AS ptpt_score_group
  FROM dim_marketing_contact AS person
  LEFT OUTER JOIN stands ON person.dim_marketing_contact_id = stands.dim_marketing_contact_id
  LEFT OUTER JOIN pql_leads ON person.email_address = pql_leads.email
  LEFT OUTER JOIN ptpt_contacts ON person.email_hash = ptpt_contacts.email_hash
  -- the missing member is nobody to write to
  WHERE person.email_address IS NOT NULL
),

summed AS (
  SELECT
    contacts.*,
    {{ any_tier_flag(['bronze', 'starter', 'premium', 'ultimate']) }}::BOOLEAN AS is_paid_tier,
    {{ any_tier_flag(['premium']) }}::BOOLEAN AS is_premium_tier,
    {{ any_tier_flag(['ultimate']) }}::BOOLEAN AS is_ultimate_tier,
    (
      {{ any_tier_flag(['free'], is_responsible=true) }}
      AND NOT {{ any_tier_flag(['bronze', 'starter', 'premium', 'ultimate'], is_responsible=true) }}
    )::BOOLEAN AS responsible_for_free_tier_only
  FROM contacts
),

compared AS (
  SELECT
    summed.*,
    -- what is no longer true is told once more, as long as Marketo believes it
    (is_pql OR is_pql_marketo)::BOOLEAN AS is_pql_change,
    (is_paid_tier OR is_paid_tier_marketo)::BOOLEAN AS is_paid_tier_change,
    (is_ptpt_contact OR is_ptpt_contact_marketo)::BOOLEAN AS is_ptpt_contact_change,
    {{ surrogate_key(marketing_pump_columns()) }}::VARCHAR AS content_hash
  FROM summed
),

final AS (
  SELECT
    compared.*,
    -- metadata: the day the contact became what it is, the pumps' batch column
    {% if is_incremental() -%}
    CASE
      WHEN compared.content_hash = published.content_hash THEN published.last_changed
      ELSE {{ as_of_date() }}
    END::TIMESTAMP AS last_changed
    {%- else -%}
    {{ as_of_date() }}::TIMESTAMP AS last_changed
    {%- endif %}
  FROM compared
  {% if is_incremental() -%}
  LEFT OUTER JOIN published
    ON compared.dim_marketing_contact_id = published.dim_marketing_contact_id
  {%- endif %}
)

SELECT * FROM final
