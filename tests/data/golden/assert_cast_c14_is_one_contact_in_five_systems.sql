-- Two spellings of an address are one contact: named by billing if it knows the name and by
-- Marketo if not, of the company billing knows, and once in the hash pump.
{{ config(tags=['golden', 'tdf', 'marketing']) }}
WITH golden_marketing_contact AS (
  SELECT * FROM {{ ref('golden_marketing_contact') }}
),

mart_marketing_contact AS (
  SELECT * FROM {{ ref('mart_marketing_contact') }}
),

pump_hash_marketing_contact AS (
  SELECT * FROM {{ ref('pump_hash_marketing_contact') }}
),

expected AS (
  SELECT
    email_address,
    first_name,
    last_name,
    company_name,
    is_zuora_billing_contact,
    is_marketo_lead,
    is_crm_person,
    is_customer_db_user,
    is_gitlab_dotcom_user,
    hash_rows
  FROM golden_marketing_contact
),

hashes AS (
  SELECT
    email_hash,
    COUNT(*) AS hash_rows
  FROM pump_hash_marketing_contact
  GROUP BY email_hash
),

actual AS (
  SELECT
    person.email_address,
    person.first_name,
    person.last_name,
    person.company_name,
    person.is_zuora_billing_contact,
    person.is_marketo_lead,
    person.is_crm_person,
    person.is_customer_db_user,
    person.is_gitlab_dotcom_user,
    hashes.hash_rows
  FROM mart_marketing_contact AS person
  LEFT OUTER JOIN hashes
    ON person.email_hash = hashes.email_hash
  WHERE person.email_address LIKE '%@ex.com'
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'email_address',
    'first_name',
    'last_name',
    'company_name',
    'is_zuora_billing_contact',
    'is_marketo_lead',
    'is_crm_person',
    'is_customer_db_user',
    'is_gitlab_dotcom_user',
    'hash_rows'
  ]) }}
)

SELECT * FROM final
