-- grain: one row per charge definition of the catalogue, and the missing member
WITH prep_product_detail AS (
  SELECT * FROM {{ ref('prep_product_detail') }}
),

final AS (
  SELECT
    -- primary key
    dim_product_detail_id,
    -- foreign keys
    product_rate_plan_id,
    dim_product_tier_id,
    -- attributes
    product_rate_plan_name,
    product_rate_plan_charge_name,
    product_tier_name,
    product_delivery_type,
    product_deployment_type,
    service_type,
    -- flags
    is_licensed_user,
    is_arpu,
    is_oss_or_edu_rate_plan,
    -- measures (rank of the tier; prices in USD per unit)
    product_ranking,
    billing_list_price,
    annual_billing_list_price
  FROM prep_product_detail

  UNION ALL

  {{ missing_member_row({
    'dim_product_detail_id': missing_member_id() ~ '::VARCHAR',
    'product_rate_plan_id': 'NULL::VARCHAR',
    'dim_product_tier_id': missing_member_id() ~ '::VARCHAR',
    'product_rate_plan_name': "'Missing product_rate_plan_name'::VARCHAR",
    'product_rate_plan_charge_name': "'Missing product_rate_plan_charge_name'::VARCHAR",
    'product_tier_name': "'(Unknown Tier)'::VARCHAR",
    'product_delivery_type': "'Others'::VARCHAR",
    'product_deployment_type': "'Others'::VARCHAR",
    'service_type': "'Missing service_type'::VARCHAR",
    'is_licensed_user': 'FALSE::BOOLEAN',
    'is_arpu': 'FALSE::BOOLEAN',
    'is_oss_or_edu_rate_plan': 'FALSE::BOOLEAN',
    'product_ranking': '-1::INTEGER',
    'billing_list_price': 'NULL::DECIMAL(18, 6)',
    'annual_billing_list_price': 'NULL::DECIMAL(18, 6)',
  }) }}
)

SELECT * FROM final
