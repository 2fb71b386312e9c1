-- grain: one row per normalised e-mail address, plus the missing member (dim_marketing_contact_id)
WITH prep_crm_person AS (
  SELECT * FROM {{ ref('prep_crm_person') }}
),

sfdc_contact_source AS (
  SELECT * FROM {{ ref('sfdc_contact_source') }}
),

sfdc_lead_source AS (
  SELECT * FROM {{ ref('sfdc_lead_source') }}
),

marketo_lead_source AS (
  SELECT * FROM {{ ref('marketo_lead_source') }}
),

gitlab_dotcom_users_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_users_source') }}
),

customers_db_customers_source AS (
  SELECT * FROM {{ ref('customers_db_customers_source') }}
),

zuora_contact_source AS (
  SELECT * FROM {{ ref('zuora_contact_source') }}
),

zuora_account_source AS (
  SELECT * FROM {{ ref('zuora_account_source') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

billing AS (
  {{ select_newest_billing_contacts_sql('zuora_contact_source', 'zuora_account_source') }}
),

marketo AS (
  {{ select_newest_marketo_people_sql('marketo_lead_source') }}
),

crm AS (
  {{ select_newest_crm_people_sql(
    'prep_crm_person', 'sfdc_contact_source', 'sfdc_lead_source', 'dim_crm_account'
  ) }}
),

portal AS (
  -- an address nobody confirmed may belong to somebody else
  SELECT *
  FROM customers_db_customers_source
  WHERE confirmed_at IS NOT NULL AND email IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (PARTITION BY email ORDER BY updated_at DESC, customer_id DESC) = 1
),

dotcom AS (
  -- only robots have a user type
  SELECT *
  FROM gitlab_dotcom_users_source
  WHERE user_state = 'active' AND user_type IS NULL AND NOT is_deleted AND email IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (PARTITION BY email ORDER BY updated_at DESC, user_id DESC) = 1
),

addresses AS (
  SELECT email FROM billing
  UNION DISTINCT
  SELECT email FROM marketo
  UNION DISTINCT
  SELECT email FROM crm
  UNION DISTINCT
  SELECT email FROM portal
  UNION DISTINCT
  SELECT email FROM dotcom
  UNION DISTINCT
  -- the missing member: the contact without an address
  SELECT NULL AS email
),

hashed AS (
  SELECT
    email,
    {{ hash_value('email', 'email') }} AS email_hash
  FROM addresses
),

final AS (
  SELECT
    -- primary key: made from the salted hash, because a plain hash is undone by trying addresses
    {{ missing_member_key(surrogate_key(['hashed.email_hash'])) }}::VARCHAR
      AS dim_marketing_contact_id,
    -- foreign keys
    {{ missing_member_key('crm.dim_crm_account_id') }}::VARCHAR AS dim_crm_account_id,
    crm.dim_crm_person_id::VARCHAR AS dim_crm_person_id,
    crm.sfdc_record_id::VARCHAR AS sfdc_record_id,
    billing.zuora_contact_id::VARCHAR AS zuora_contact_id,
    marketo.marketo_lead_id::BIGINT AS marketo_lead_id,
    portal.customer_id::BIGINT AS customer_db_customer_id,
    dotcom.user_id::BIGINT AS gitlab_dotcom_user_id,
    -- attributes: the first system that knows one gives it
    hashed.email::VARCHAR AS email_address,
    hashed.email_hash::VARCHAR AS email_hash,
    COALESCE(
      billing.first_name, marketo.first_name, crm.first_name, portal.first_name, dotcom.first_name
    )::VARCHAR AS first_name,
    COALESCE(
      billing.last_name, marketo.last_name, crm.last_name, portal.last_name, dotcom.last_name
    )::VARCHAR AS last_name,
    crm.mobile_phone::VARCHAR AS mobile_phone,
    COALESCE(
      billing.company_name, marketo.company_name, crm.company_name, portal.company
    )::VARCHAR AS company_name,
    COALESCE(
      marketo.title, crm.title, {{ job_title_of_role('dotcom.user_role_id') }}
    )::VARCHAR AS job_title,
    COALESCE(billing.country, marketo.country, crm.country, portal.country)::VARCHAR AS country,
    -- flags
    {{ is_valid_email('hashed.email') }}::BOOLEAN AS is_email_valid,
    (billing.email IS NOT NULL)::BOOLEAN AS is_zuora_billing_contact,
    (marketo.email IS NOT NULL)::BOOLEAN AS is_marketo_lead,
    (crm.email IS NOT NULL)::BOOLEAN AS is_crm_person,
    (portal.email IS NOT NULL)::BOOLEAN AS is_customer_db_user,
    (dotcom.email IS NOT NULL)::BOOLEAN AS is_gitlab_dotcom_user,
    COALESCE(dotcom.is_email_opted_in, FALSE)::BOOLEAN AS gitlab_dotcom_email_opted_in,
    COALESCE(crm.is_opted_out, FALSE)::BOOLEAN AS is_opted_out,
    COALESCE(marketo.has_unsubscribed, FALSE)::BOOLEAN AS is_unsubscribed,
    COALESCE(marketo.has_hard_bounced, FALSE)::BOOLEAN AS is_email_hard_bounced,
    COALESCE(marketo.is_pql_marketo, FALSE)::BOOLEAN AS is_pql_marketo,
    COALESCE(marketo.is_paid_tier_marketo, FALSE)::BOOLEAN AS is_paid_tier_marketo,
    COALESCE(marketo.is_ptpt_contact_marketo, FALSE)::BOOLEAN AS is_ptpt_contact_marketo
  FROM hashed
  LEFT OUTER JOIN billing ON hashed.email = billing.email
  LEFT OUTER JOIN marketo ON hashed.email = marketo.email
  LEFT OUTER JOIN crm ON hashed.email = crm.email
  LEFT OUTER JOIN portal ON hashed.email = portal.email
  LEFT OUTER JOIN dotcom ON hashed.email = dotcom.email
)

SELECT * FROM final
