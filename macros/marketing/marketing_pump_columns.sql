{#- The columns Marketo receives of a contact, in the order of its contract and without the batch
    column: the mart notices a change in exactly these, the pumps send exactly these. -#}
{% macro marketing_pump_columns() -%}
  {%- set about_the_person = [
    'dim_marketing_contact_id', 'email_address', 'first_name', 'last_name', 'company_name',
    'country', 'marketo_lead_id', 'gitlab_dotcom_user_id', 'customer_db_customer_id',
    'zuora_contact_id', 'is_gitlab_dotcom_user', 'is_customer_db_user', 'is_zuora_billing_contact',
    'is_group_namespace_owner', 'is_group_namespace_member', 'is_individual_namespace_owner'
  ] -%}
  {%- set about_the_offer = [
    'is_paid_tier', 'responsible_for_free_tier_only', 'is_pql', 'pql_namespace_id',
    'pql_nbr_namespace_users', 'is_ptpt_contact', 'ptpt_namespace_id', 'ptpt_score_group',
    'ptpt_score_date', 'gitlab_dotcom_email_opted_in'
  ] -%}
  {{ return(about_the_person + marketing_tier_flags().keys() | list + about_the_offer) }}
{%- endmacro %}
