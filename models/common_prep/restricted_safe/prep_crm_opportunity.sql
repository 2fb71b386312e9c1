-- grain: one row per live CRM opportunity
WITH sfdc_opportunity_source AS (
  SELECT * FROM {{ ref('sfdc_opportunity_source') }}
),

prep_crm_user AS (
  SELECT * FROM {{ ref('prep_crm_user') }}
),

prep_crm_account AS (
  SELECT * FROM {{ ref('prep_crm_account') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

opportunities AS (
  SELECT
    sfdc_opportunity_source.*,
    prep_crm_account.dim_crm_account_id,
    prep_crm_account.dim_parent_crm_account_id,
    prep_crm_user.dim_crm_user_id,
    prep_date.fiscal_quarter_name_fy AS close_fiscal_quarter_name,
    COALESCE(prep_crm_account.is_jihu_account, FALSE) AS is_jihu,
    COALESCE(NULLIF(TRIM(sfdc_opportunity_source.order_type), ''), 'Missing order_type_name')
      AS clean_order_type,
    {{ clean_sales_qualified_source('sfdc_opportunity_source.sales_qualified_source') }}
      AS clean_source,
    -- stages carry their number; both '00-Pre Opportunity' and '0-Pending Acceptance' give 0
    {{ try_cast_to("SPLIT_PART(sfdc_opportunity_source.stage_name, '-', 1)", 'INTEGER') }}
      AS stage_number,
    COALESCE(sfdc_opportunity_source.stage_name = '10-Duplicate', FALSE) AS is_duplicate,
    COALESCE(sfdc_opportunity_source.opportunity_type = 'Renewal', FALSE) AS is_renewal,
    COALESCE(sfdc_opportunity_source.stage_name IN ('8-Closed Lost', 'Closed Lost'), FALSE)
      AS is_lost
  FROM sfdc_opportunity_source
  LEFT OUTER JOIN prep_crm_account
    ON sfdc_opportunity_source.account_id = prep_crm_account.dim_crm_account_id
  LEFT OUTER JOIN prep_crm_user
    ON sfdc_opportunity_source.owner_id = prep_crm_user.dim_crm_user_id
  LEFT OUTER JOIN prep_date
    ON sfdc_opportunity_source.close_date = prep_date.date_actual
  WHERE NOT sfdc_opportunity_source.is_deleted
),

flagged AS (
  SELECT
    opportunities.*,
    CASE
      WHEN is_duplicate THEN FALSE
      -- finance's own ledger of bookings overrules the stage
      WHEN is_fpa_master_booking IS NOT NULL THEN is_fpa_master_booking
      WHEN is_jihu THEN FALSE
      ELSE COALESCE(is_won, FALSE) OR (is_renewal AND is_lost)
    END AS is_booked_net_arr,
    COALESCE(
      SUBSTR(clean_order_type, 1, 2) IN ('1.', '2.', '3.')
      AND NOT COALESCE(is_edu_oss, FALSE)
      AND NOT is_jihu
      AND arr_created_date IS NOT NULL
      AND discovery_date IS NOT NULL
      AND opportunity_category IN (
        'Standard', 'Internal Correction', 'Ramp Deal', 'Credit', 'Contract Reset',
        'Contract Reset/Ramp Deal'
      )
      AND stage_name NOT IN (
        '00-Pre Opportunity', '0-Pending Acceptance', '9-Unqualified', '10-Duplicate'
      )
      AND (net_arr > 0 OR opportunity_category = 'Credit')
      AND clean_source != 'Web Direct Generated',
      FALSE
    ) AS is_net_arr_pipeline_created,
    NOT COALESCE(is_closed, FALSE) AS is_open,
    COALESCE(stage_number BETWEEN 1 AND 7, FALSE) OR stage_name = 'Closed Won' AS is_stage_1_plus,
    COALESCE(stage_number BETWEEN 3 AND 7, FALSE) OR stage_name = 'Closed Won' AS is_stage_3_plus,
    COALESCE(stage_number BETWEEN 4 AND 7, FALSE) OR stage_name = 'Closed Won' AS is_stage_4_plus
  FROM opportunities
),

final AS (
  SELECT
    -- primary key
    opportunity_id::VARCHAR AS dim_crm_opportunity_id,
    -- foreign keys
    {{ missing_member_key('dim_crm_account_id') }}::VARCHAR AS dim_crm_account_id,
    {{ missing_member_key('dim_parent_crm_account_id') }}::VARCHAR AS dim_parent_crm_account_id,
    {{ missing_member_key('dim_crm_user_id') }}::VARCHAR AS dim_crm_user_id,
    -- attributes
    opportunity_name::VARCHAR AS opportunity_name,
    opportunity_type::VARCHAR AS opportunity_type,
    stage_name::VARCHAR AS stage_name,
    clean_order_type::VARCHAR AS order_type,
    {{ order_type_grouped('clean_order_type') }}::VARCHAR AS order_type_grouped,
    clean_source::VARCHAR AS sales_qualified_source,
    {{ sales_qualified_source_grouped('clean_source') }}::VARCHAR
      AS sales_qualified_source_grouped,
    deal_path::VARCHAR AS deal_path,
    {{ sales_motion('is_web_portal_purchase', 'clean_source', 'deal_path') }}::VARCHAR
      AS sales_motion,
    opportunity_category::VARCHAR AS opportunity_category,
    product_category::VARCHAR AS product_category,
    product_details::VARCHAR AS product_details,
    reason_for_loss::VARCHAR AS reason_for_loss,
    {{ clean_sales_segment('sales_segment') }}::VARCHAR AS sales_segment,
    {{ deal_size('net_arr') }}::VARCHAR AS deal_size,
    close_fiscal_quarter_name::VARCHAR AS close_fiscal_quarter_name,
    -- flags
    COALESCE(is_won, FALSE)::BOOLEAN AS is_won,
    is_lost::BOOLEAN AS is_lost,
    (NOT is_open)::BOOLEAN AS is_closed,
    is_renewal::BOOLEAN AS is_renewal,
    COALESCE(is_edu_oss, FALSE)::BOOLEAN AS is_edu_oss,
    is_jihu::BOOLEAN AS is_jihu_account,
    is_booked_net_arr::BOOLEAN AS is_booked_net_arr,
    is_net_arr_pipeline_created::BOOLEAN AS is_net_arr_pipeline_created,
    (
      sales_accepted_date IS NOT NULL AND NOT COALESCE(is_edu_oss, FALSE) AND NOT is_duplicate
    )::BOOLEAN AS is_sao,
    (
      is_net_arr_pipeline_created
      AND NOT is_open
      AND close_date <= {{ as_of_date() }}
      AND COALESCE(reason_for_loss, '') != 'Merged into another opportunity'
    )::BOOLEAN AS is_win_rate_calc,
    is_stage_1_plus::BOOLEAN AS is_stage_1_plus,
    is_stage_3_plus::BOOLEAN AS is_stage_3_plus,
    is_stage_4_plus::BOOLEAN AS is_stage_4_plus,
    -- dates
    close_date::DATE AS close_date,
    created_at::DATE AS created_date,
    arr_created_date::DATE AS arr_created_date,
    sales_accepted_date::DATE AS sales_accepted_date,
    -- measures: USD per year
    net_arr::DECIMAL(18, 2) AS net_arr,
    arr_basis::DECIMAL(18, 2) AS arr_basis
  FROM flagged
)

SELECT * FROM final
