{#- SELECT of one row per address with the person that changed last in Marketo. A no in any record
    of the address, an unsubscription or a hard bounce, is a no. -#}
{% macro select_newest_marketo_people_sql(people) -%}
SELECT
  {{ people }}.*,
  MAX(CASE WHEN {{ people }}.is_unsubscribed THEN 1 ELSE 0 END)
    OVER (PARTITION BY {{ people }}.email) = 1 AS has_unsubscribed,
  MAX(CASE WHEN {{ people }}.is_email_hard_bounced THEN 1 ELSE 0 END)
    OVER (PARTITION BY {{ people }}.email) = 1 AS has_hard_bounced
FROM {{ people }}
WHERE NOT {{ people }}.is_deleted AND {{ people }}.email IS NOT NULL
QUALIFY
  ROW_NUMBER() OVER (
    PARTITION BY {{ people }}.email
    ORDER BY {{ people }}.updated_at DESC, {{ people }}.marketo_lead_id DESC
  ) = 1
{%- endmacro %}
