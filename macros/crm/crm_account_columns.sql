{#- The account columns of the CRM under their own names, from a relation with the raw columns.
    The source model and every reader of the account snapshot use this one list, so a field
    means the same today and on any earlier day. -#}
{% macro crm_account_columns(relation) -%}
    {{ relation }}.name::VARCHAR AS crm_account_name,
    {{ id15to18(relation ~ '.masterrecordid') }} AS master_record_id,
    {{ relation }}.ultimate_parent_account__c::VARCHAR AS ultimate_parent_account_link,
    {{ relation }}.ultimate_parent_account_text__c::VARCHAR AS ultimate_parent_account_text,
    {{ id15to18(relation ~ '.ownerid') }} AS owner_id,
    {{ relation }}.recordtypeid::VARCHAR AS record_type_id,
    {{ relation }}.account_demographics_sales_segment__c::VARCHAR AS account_sales_segment,
    {{ relation }}.account_geo__c::VARCHAR AS account_geo,
    {{ relation }}.account_region__c::VARCHAR AS account_region,
    {{ relation }}.account_area__c::VARCHAR AS account_area,
    {{ relation }}.upa_country__c::VARCHAR AS account_upa_country,
    {{ relation }}.gs_health_score_color__c::VARCHAR AS health_score_color,
    {{ relation }}.domains__c::VARCHAR AS account_domains,
    {{ relation }}.billing_street::VARCHAR AS billing_street,
    {{ relation }}.jihu_account__c::BOOLEAN AS is_jihu_account,
    {{ relation }}.isdeleted::BOOLEAN AS is_deleted,
    {{ relation }}.customer_since__c::DATE AS customer_since_date,
    {{ relation }}.createddate::TIMESTAMP AS created_at,
    {{ relation }}.lastmodifieddate::TIMESTAMP AS last_modified_at,
    {{ relation }}.systemmodstamp::TIMESTAMP AS system_modified_at,
    {{ relation }}.employees::INTEGER AS employee_count,
    {{ relation }}.max_family_employee__c::INTEGER AS max_family_employee,
    {{ relation }}.lam_dev_count__c::INTEGER AS lam_dev_count,
    {{ relation }}.carr_this_account__c::DECIMAL(18, 2) AS carr_this_account,
    {{ relation }}.carr_acct_family__c::DECIMAL(18, 2) AS carr_account_family,
    {{ relation }}.gs_health_score__c::DECIMAL(18, 6) AS health_number
{%- endmacro %}
