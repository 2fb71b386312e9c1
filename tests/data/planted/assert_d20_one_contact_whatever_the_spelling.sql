-- Thirty addresses are spelled in two ways in five systems: each is one contact. An empty address
-- is none, and one that cannot exist is a contact no pump sends.
{{ config(tags=['tdf', 'marketing']) }}
WITH contact AS (
  SELECT * FROM {{ source('salesforce', 'contact') }}
),

lead AS (
  SELECT * FROM {{ source('salesforce', 'lead') }}
),

marketo_lead AS (
  SELECT * FROM {{ source('marketo', 'lead') }}
),

dim_marketing_contact AS (
  SELECT * FROM {{ ref('dim_marketing_contact') }}
),

mart_marketing_contact AS (
  SELECT * FROM {{ ref('mart_marketing_contact') }}
),

pump_marketing_contact AS (
  SELECT * FROM {{ ref('pump_marketing_contact') }}
),

typed AS (
  SELECT email FROM contact
  UNION ALL
  SELECT email FROM lead
  UNION ALL
  SELECT email FROM marketo_lead
),

spelled AS (
  -- the cast is spelled in two ways too
  SELECT DISTINCT LOWER(TRIM(email)) AS email
  FROM typed
  WHERE email != LOWER(TRIM(email)) AND LOWER(email) NOT LIKE '%@ex.com%'
),

expected AS (
  {{ select_expected_counts_sql({
    'addresses spelled in several ways': 30,
    'of them one contact in five systems': 30,
    'records with an empty address': 25,
    'contacts without an address': 0,
    'contacts with an impossible address': 10,
    'of them worth telling Marketo': 10,
    'of them sent': 0
  }) }}
),

actual AS (
  SELECT
    'addresses spelled in several ways' AS what,
    COUNT(*) AS records
  FROM spelled
  UNION ALL
  SELECT
    'of them one contact in five systems' AS what,
    COUNT(*) AS records
  FROM spelled
  INNER JOIN dim_marketing_contact AS person ON spelled.email = person.email_address
  WHERE
    person.is_zuora_billing_contact AND person.is_marketo_lead AND person.is_crm_person
    AND person.is_customer_db_user AND person.is_gitlab_dotcom_user
  UNION ALL
  SELECT
    'records with an empty address' AS what,
    COUNT(*) AS records
  FROM typed
  WHERE email = ''
  UNION ALL
  SELECT
    'contacts without an address' AS what,
    COUNT(*) AS records
  FROM mart_marketing_contact
  WHERE COALESCE(TRIM(email_address), '') = ''
  UNION ALL
  SELECT
    'contacts with an impossible address' AS what,
    COUNT(*) AS records
  FROM mart_marketing_contact
  WHERE NOT is_email_valid
  UNION ALL
  SELECT
    'of them worth telling Marketo' AS what,
    COUNT(*) AS records
  FROM mart_marketing_contact
  WHERE NOT is_email_valid AND is_pql_change
  UNION ALL
  SELECT
    'of them sent' AS what,
    COUNT(*) AS records
  FROM pump_marketing_contact
  INNER JOIN dim_marketing_contact AS person
    ON pump_marketing_contact.dim_marketing_contact_id = person.dim_marketing_contact_id
  WHERE NOT person.is_email_valid
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
