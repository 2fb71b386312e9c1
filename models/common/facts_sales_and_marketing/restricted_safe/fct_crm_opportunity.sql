-- grain: one row per live CRM opportunity
WITH prep_crm_opportunity AS (
  SELECT * FROM {{ ref('prep_crm_opportunity') }}
),

final AS (
  SELECT
    -- primary key
    dim_crm_opportunity_id,
    -- foreign keys
    dim_crm_account_id,
    dim_parent_crm_account_id,
    dim_crm_user_id,
    {{ get_date_id('close_date') }}::INTEGER AS close_date_id,
    {{ get_date_id('created_date') }}::INTEGER AS created_date_id,
    {{ get_date_id('arr_created_date') }}::INTEGER AS arr_created_date_id,
    {{ get_date_id('sales_accepted_date') }}::INTEGER AS sales_accepted_date_id,
    -- flags
    is_booked_net_arr,
    is_net_arr_pipeline_created,
    is_sao,
    is_win_rate_calc,
    -- measures: USD per year, orders
    net_arr,
    arr_basis,
    {{ amount_if('is_booked_net_arr', 'net_arr') }} AS booked_net_arr,
    {{ amount_if('NOT is_closed AND is_stage_1_plus', 'net_arr') }} AS open_1plus_net_arr,
    {{ amount_if('NOT is_closed AND is_stage_3_plus', 'net_arr') }} AS open_3plus_net_arr,
    {{ amount_if('NOT is_closed AND is_stage_4_plus', 'net_arr') }} AS open_4plus_net_arr,
    {{ amount_if('is_net_arr_pipeline_created', 'net_arr') }} AS created_arr,
    {{ amount_if(
      "is_booked_net_arr AND SUBSTR(order_type, 1, 2) IN ('4.', '5.', '6.')", 'net_arr'
    ) }} AS churned_contraction_net_arr,
    CASE WHEN is_booked_net_arr THEN 1 ELSE 0 END::INTEGER AS deal_count
  FROM prep_crm_opportunity
)

SELECT * FROM final
