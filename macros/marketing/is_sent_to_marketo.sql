{#- Whether a row of mart_marketing_contact is sent to Marketo: the address can exist and one of
    the facts Marketo acts on has to be told, the tier only about people the CRM knows. -#}
{% macro is_sent_to_marketo(contact) -%}
  {{ contact }}.is_email_valid
    AND (
      {{ contact }}.is_pql_change
      OR ({{ contact }}.is_paid_tier_change AND {{ contact }}.sfdc_record_id IS NOT NULL)
      OR {{ contact }}.is_ptpt_contact_change
    )
{%- endmacro %}
