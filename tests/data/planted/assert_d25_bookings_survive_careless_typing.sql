-- Missing order types are named, old source names translated, duplicates not booked; finance has
-- the last word.
{{ config(tags=['tdf', 'sales']) }}
WITH opportunity AS (
  SELECT * FROM {{ source('salesforce', 'opportunity') }}
),

mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

entered AS (
  SELECT
    opportunity.order_type_test__c IS NULL AS has_no_order_type,
    opportunity.sql_source__c = 'BDR Generated' AS is_bdr,
    opportunity.iswon AND opportunity.stagename = '10-Duplicate' AS is_won_duplicate,
    opportunity.fpa_master_bookings_flag__c AS fpa_flag,
    -- a lost renewal is booked too, as churn
    opportunity.fpa_master_bookings_flag__c != (
      opportunity.stagename = 'Closed Won'
      OR (opportunity.stagename = '8-Closed Lost' AND opportunity.type = 'Renewal')
    ) AS is_contradicted,
    mart.order_type,
    mart.sales_qualified_source,
    mart.is_booked_net_arr
  FROM opportunity
  INNER JOIN mart_crm_opportunity AS mart ON opportunity.id = mart.dim_crm_opportunity_id
  WHERE opportunity.name NOT LIKE 'CAST%'
),

expected AS (
  {{ select_expected_counts_sql({
    'opportunities without an order type': 12,
    'opportunities of the BDR team': 30,
    'won duplicates': 2,
    'opportunities finance sees otherwise': 5,
    'opportunities finance sees otherwise in all': 5,
    'published opportunities of the BDR team': 0
  }) }}
),

actual AS (
  SELECT
    'opportunities without an order type' AS what,
    COUNT(*) AS records
  FROM entered
  WHERE has_no_order_type AND order_type = 'Missing order_type_name'
  UNION ALL
  SELECT
    'opportunities of the BDR team' AS what,
    COUNT(*) AS records
  FROM entered
  WHERE is_bdr AND sales_qualified_source = 'SDR Generated'
  UNION ALL
  SELECT
    'won duplicates' AS what,
    COUNT(*) AS records
  FROM entered
  WHERE is_won_duplicate AND NOT is_booked_net_arr
  UNION ALL
  SELECT
    'opportunities finance sees otherwise' AS what,
    COUNT(*) AS records
  FROM entered
  WHERE is_contradicted AND is_booked_net_arr = fpa_flag
  UNION ALL
  SELECT
    'opportunities finance sees otherwise in all' AS what,
    COUNT(*) AS records
  FROM entered
  WHERE is_contradicted
  UNION ALL
  SELECT
    'published opportunities of the BDR team' AS what,
    COUNT(*) AS records
  FROM mart_crm_opportunity
  WHERE sales_qualified_source LIKE 'BDR%'
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
