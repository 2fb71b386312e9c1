-- grain: one row per live CRM opportunity
WITH fct_crm_opportunity AS (
  SELECT * FROM {{ ref('fct_crm_opportunity') }}
),

prep_crm_opportunity AS (
  SELECT * FROM {{ ref('prep_crm_opportunity') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

dim_crm_user AS (
  SELECT * FROM {{ ref('dim_crm_user') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

final AS (
  SELECT
    -- primary key
    fct_crm_opportunity.dim_crm_opportunity_id,
    -- foreign keys
    dim_crm_account.dim_crm_account_id,
    dim_crm_account.dim_parent_crm_account_id,
    dim_crm_user.dim_crm_user_id,
    -- attributes
    prep_crm_opportunity.opportunity_name,
    dim_date.fiscal_quarter_name_fy AS close_fiscal_quarter_name,
    prep_crm_opportunity.stage_name,
    prep_crm_opportunity.order_type,
    prep_crm_opportunity.order_type_grouped,
    {{ regexp_replace_all('prep_crm_opportunity.order_type', '^[0-9][.] ', '') }}::VARCHAR
      AS order_type_clean,
    {{ trx_type(
      'prep_crm_opportunity.order_type', 'prep_crm_opportunity.opportunity_name',
      'prep_crm_opportunity.is_renewal', 'fct_crm_opportunity.net_arr'
    ) }}::VARCHAR AS trx_type,
    prep_crm_opportunity.sales_qualified_source,
    prep_crm_opportunity.sales_qualified_source_grouped,
    prep_crm_opportunity.deal_path,
    prep_crm_opportunity.sales_motion,
    prep_crm_opportunity.sales_segment,
    {{ opportunity_product_tier('prep_crm_opportunity.product_category') }}::VARCHAR
      AS product_tier,
    {{ opportunity_delivery('prep_crm_opportunity.product_details') }}::VARCHAR AS delivery,
    prep_crm_opportunity.deal_size,
    -- flags
    prep_crm_opportunity.is_won,
    prep_crm_opportunity.is_closed,
    prep_crm_opportunity.is_lost,
    prep_crm_opportunity.is_renewal,
    prep_crm_opportunity.is_edu_oss,
    dim_crm_account.is_jihu_account,
    fct_crm_opportunity.is_booked_net_arr,
    fct_crm_opportunity.is_net_arr_pipeline_created,
    fct_crm_opportunity.is_sao,
    fct_crm_opportunity.is_win_rate_calc,
    -- dates
    prep_crm_opportunity.close_date,
    prep_crm_opportunity.created_date,
    prep_crm_opportunity.arr_created_date,
    -- measures: USD per year
    fct_crm_opportunity.net_arr,
    fct_crm_opportunity.arr_basis,
    fct_crm_opportunity.booked_net_arr,
    fct_crm_opportunity.open_1plus_net_arr,
    fct_crm_opportunity.open_3plus_net_arr,
    fct_crm_opportunity.open_4plus_net_arr,
    fct_crm_opportunity.created_arr,
    fct_crm_opportunity.churned_contraction_net_arr
  FROM fct_crm_opportunity
  INNER JOIN prep_crm_opportunity
    ON fct_crm_opportunity.dim_crm_opportunity_id = prep_crm_opportunity.dim_crm_opportunity_id
  INNER JOIN dim_crm_account
    ON fct_crm_opportunity.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  INNER JOIN dim_crm_user
    ON fct_crm_opportunity.dim_crm_user_id = dim_crm_user.dim_crm_user_id
  LEFT OUTER JOIN dim_date
    ON fct_crm_opportunity.close_date_id = dim_date.date_id
)

SELECT * FROM final
