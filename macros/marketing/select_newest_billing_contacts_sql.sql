{#- SELECT of one row per address with the billing contact that changed last and the company it
    pays for. The billing team's test accounts (Batch20), deleted accounts and deleted contacts
    are nobody to write to. -#}
{% macro select_newest_billing_contacts_sql(contacts, accounts) -%}
SELECT
  {{ contacts }}.work_email AS email,
  {{ contacts }}.contact_id AS zuora_contact_id,
  {{ known_text(contacts ~ '.first_name') }} AS first_name,
  {{ known_text(contacts ~ '.last_name') }} AS last_name,
  {{ known_text(accounts ~ '.account_name') }} AS company_name,
  {{ contacts }}.country AS country
FROM {{ contacts }}
INNER JOIN {{ accounts }}
  ON {{ contacts }}.account_id = {{ accounts }}.account_id
WHERE
  {{ contacts }}.work_email IS NOT NULL
  AND NOT {{ contacts }}.is_deleted
  AND NOT {{ accounts }}.is_deleted
  AND COALESCE(LOWER({{ accounts }}.batch), '') != 'batch20'
QUALIFY
  ROW_NUMBER() OVER (
    PARTITION BY {{ contacts }}.work_email
    ORDER BY {{ contacts }}.updated_at DESC, {{ contacts }}.contact_id DESC
  ) = 1
{%- endmacro %}
