{#- SELECT of one row per address with the lead or contact that changed last, and the company,
    country and phone the CRM has for it. Who opted out in any record has opted out. -#}
{% macro select_newest_crm_people_sql(people, contacts, leads, accounts) -%}
SELECT
  {{ people }}.email_normalised AS email,
  {{ people }}.dim_crm_person_id,
  {{ people }}.sfdc_record_id,
  {{ people }}.dim_crm_account_id,
  {{ people }}.first_name,
  {{ people }}.last_name,
  {{ people }}.title,
  {{ contacts }}.mobile_phone,
  COALESCE({{ accounts }}.crm_account_name, {{ leads }}.company_name) AS company_name,
  COALESCE({{ contacts }}.mailing_country, {{ leads }}.country) AS country,
  MAX(CASE WHEN {{ people }}.is_opted_out_of_email THEN 1 ELSE 0 END)
    OVER (PARTITION BY {{ people }}.email_normalised) = 1 AS is_opted_out
FROM {{ people }}
LEFT OUTER JOIN {{ contacts }}
  ON {{ people }}.sfdc_record_id = {{ contacts }}.contact_id
LEFT OUTER JOIN {{ leads }}
  ON {{ people }}.sfdc_record_id = {{ leads }}.lead_id
LEFT OUTER JOIN {{ accounts }}
  ON {{ people }}.dim_crm_account_id = {{ accounts }}.dim_crm_account_id
    AND {{ accounts }}.dim_crm_account_id != {{ missing_member_id() }}
WHERE {{ people }}.email_normalised IS NOT NULL
QUALIFY
  ROW_NUMBER() OVER (
    PARTITION BY {{ people }}.email_normalised
    ORDER BY
      {{ people }}.last_modified_at DESC, {{ people }}.record_type, {{ people }}.sfdc_record_id DESC
  ) = 1
{%- endmacro %}
