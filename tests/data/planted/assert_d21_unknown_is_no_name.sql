-- '[[unknown]]' in the place of 60 names and 40 companies is no value: the next system that knows
-- one gives it, and nobody is called so.
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

mart_marketing_contact AS (
  SELECT * FROM {{ ref('mart_marketing_contact') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

typed AS (
  SELECT
    'contact' AS origin,
    LOWER(TRIM(email)) AS email,
    lastname AS last_name,
    NULL AS company
  FROM contact
  UNION ALL
  SELECT
    'lead' AS origin,
    LOWER(TRIM(email)) AS email,
    lastname AS last_name,
    company
  FROM lead
  UNION ALL
  SELECT
    'marketo' AS origin,
    LOWER(TRIM(email)) AS email,
    last_name,
    company
  FROM marketo_lead
),

found AS (
  SELECT
    typed.origin,
    typed.last_name = '[[unknown]]' AS is_name_unknown,
    typed.company = '[[unknown]]' AS is_company_unknown,
    person.last_name,
    person.company_name,
    dim_crm_account.crm_account_name
  FROM typed
  INNER JOIN mart_marketing_contact AS person ON typed.email = person.email_address
  INNER JOIN dim_crm_account ON person.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  WHERE typed.last_name = '[[unknown]]' OR typed.company = '[[unknown]]'
),

expected AS (
  {{ select_expected_counts_sql({
    'names nobody knew': 60,
    'of them known to the CRM or Marketo': 40,
    'companies nobody knew': 40,
    'of them the name of the account in the CRM': 20,
    'people called unknown': 0
  }) }}
),

actual AS (
  SELECT
    'names nobody knew' AS what,
    COUNT(*) AS records
  FROM found
  WHERE is_name_unknown
  UNION ALL
  SELECT
    'of them known to the CRM or Marketo' AS what,
    COUNT(*) AS records
  FROM found
  WHERE is_name_unknown AND last_name IS NOT NULL
  UNION ALL
  SELECT
    'companies nobody knew' AS what,
    COUNT(*) AS records
  FROM found
  WHERE is_company_unknown
  UNION ALL
  SELECT
    'of them the name of the account in the CRM' AS what,
    COUNT(*) AS records
  FROM found
  WHERE is_company_unknown AND company_name = crm_account_name
  UNION ALL
  SELECT
    'people called unknown' AS what,
    COUNT(*) AS records
  FROM mart_marketing_contact
  WHERE
    last_name = '[[unknown]]' OR first_name = '[[unknown]]' OR company_name = '[[unknown]]'
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
