{#- What the paid usage of an installation and of a top-level group have in common, as a select list
    in one order, so that the two can be put under each other. A column comes from `relation` unless
    `given` says otherwise (name to SQL expression). -#}
{% macro paid_usage_columns(relation, given) -%}
  {%- set names = [
    'dim_subscription_id', 'dim_subscription_id_original', 'dim_crm_account_id',
    'dim_billing_account_id', 'dim_namespace_id', 'dim_instance_id', 'dim_installation_id',
    'deployment_type', 'instance_type', 'cleaned_version', 'is_data_in_subscription_month',
    'snapshot_month', 'installation_creation_date', 'ping_created_at', 'billed_seats',
    'billable_user_count', 'active_user_count', 'max_historical_user_count', 'license_user_count'
  ] + wave_metric_columns() -%}
  {%- set columns = [] -%}
  {%- for name in names -%}
    {%- do columns.append(given.get(name, relation ~ '.' ~ name) ~ ' AS ' ~ name) -%}
  {%- endfor -%}
  {{ return(columns | join(',\n    ')) }}
{%- endmacro %}
