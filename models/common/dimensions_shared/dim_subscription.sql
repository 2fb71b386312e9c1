-- grain: one row per subscription version, and the missing member (dim_subscription_id)
WITH prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

map_subscription_lineage AS (
  SELECT * FROM {{ ref('map_subscription_lineage') }}
),

final AS (
  SELECT
    -- primary key
    prep_subscription.dim_subscription_id,
    -- foreign keys
    prep_subscription.dim_billing_account_id,
    prep_subscription.dim_crm_account_id,
    prep_subscription.dim_subscription_id_original,
    prep_subscription.dim_subscription_id_previous,
    prep_subscription.dim_crm_opportunity_id,
    prep_subscription.namespace_id,
    -- attributes
    prep_subscription.subscription_name,
    prep_subscription.subscription_name_slugify,
    prep_subscription.subscription_status,
    prep_subscription.subscription_sales_type,
    prep_subscription.contract_auto_renewal,
    prep_subscription.turn_on_auto_renewal,
    prep_subscription.contract_seat_reconciliation,
    prep_subscription.turn_on_seat_reconciliation,
    prep_subscription.turn_on_cloud_licensing,
    map_subscription_lineage.subscription_lineage,
    map_subscription_lineage.oldest_subscription_in_cohort,
    -- flags
    prep_subscription.is_ramp,
    prep_subscription.was_purchased_through_reseller,
    map_subscription_lineage.is_circular_lineage,
    prep_subscription.is_latest_version,
    -- dates
    prep_subscription.subscription_start_date,
    prep_subscription.subscription_end_date,
    prep_subscription.term_start_date,
    prep_subscription.term_end_date,
    map_subscription_lineage.subscription_cohort_month,
    map_subscription_lineage.subscription_cohort_quarter,
    map_subscription_lineage.subscription_cohort_year,
    -- measures (term in months)
    prep_subscription.subscription_version,
    prep_subscription.current_term
  FROM prep_subscription
  INNER JOIN map_subscription_lineage
    ON prep_subscription.dim_subscription_id = map_subscription_lineage.dim_subscription_id

  UNION ALL

  {{ missing_member_row({
    'dim_subscription_id': missing_member_id() ~ '::VARCHAR',
    'dim_billing_account_id': missing_member_id() ~ '::VARCHAR',
    'dim_crm_account_id': missing_member_id() ~ '::VARCHAR',
    'dim_subscription_id_original': missing_member_id() ~ '::VARCHAR',
    'dim_subscription_id_previous': 'NULL::VARCHAR',
    'dim_crm_opportunity_id': 'NULL::VARCHAR',
    'namespace_id': 'NULL::BIGINT',
    'subscription_name': "'Missing subscription_name'::VARCHAR",
    'subscription_name_slugify': "'missing-subscription-name'::VARCHAR",
    'subscription_status': "'Missing subscription_status'::VARCHAR",
    'subscription_sales_type': "'Missing subscription_sales_type'::VARCHAR",
    'contract_auto_renewal': 'NULL::VARCHAR',
    'turn_on_auto_renewal': 'NULL::VARCHAR',
    'contract_seat_reconciliation': 'NULL::VARCHAR',
    'turn_on_seat_reconciliation': 'NULL::VARCHAR',
    'turn_on_cloud_licensing': 'NULL::VARCHAR',
    'subscription_lineage': "'missing-subscription-name'::VARCHAR",
    'oldest_subscription_in_cohort': "'missing-subscription-name'::VARCHAR",
    'is_ramp': 'FALSE::BOOLEAN',
    'was_purchased_through_reseller': 'FALSE::BOOLEAN',
    'is_circular_lineage': 'FALSE::BOOLEAN',
    'is_latest_version': 'FALSE::BOOLEAN',
    'subscription_start_date': 'NULL::DATE',
    'subscription_end_date': 'NULL::DATE',
    'term_start_date': 'NULL::DATE',
    'term_end_date': 'NULL::DATE',
    'subscription_cohort_month': 'NULL::DATE',
    'subscription_cohort_quarter': 'NULL::DATE',
    'subscription_cohort_year': 'NULL::DATE',
    'subscription_version': 'NULL::INTEGER',
    'current_term': 'NULL::INTEGER',
  }) }}
)

SELECT * FROM final
