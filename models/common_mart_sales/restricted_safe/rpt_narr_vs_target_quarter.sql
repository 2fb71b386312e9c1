-- grain: one row per fiscal quarter, grouped order type and sales segment with bookings or a target
WITH mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

fct_sales_funnel_target AS (
  SELECT * FROM {{ ref('fct_sales_funnel_target') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

booked AS (
  SELECT
    close_fiscal_quarter_name,
    order_type_grouped,
    sales_segment,
    SUM(booked_net_arr) AS booked_net_arr,
    COUNT(*) AS deals
  FROM mart_crm_opportunity
  WHERE is_booked_net_arr
  GROUP BY close_fiscal_quarter_name, order_type_grouped, sales_segment
),

targets AS (
  SELECT
    dim_date.fiscal_quarter_name_fy,
    fct_sales_funnel_target.order_type_grouped,
    fct_sales_funnel_target.crm_user_sales_segment AS sales_segment,
    SUM(fct_sales_funnel_target.allocated_target) AS target_net_arr
  FROM fct_sales_funnel_target
  INNER JOIN dim_date
    ON fct_sales_funnel_target.dim_date_id = dim_date.date_id
  WHERE fct_sales_funnel_target.kpi_name = 'Net ARR'
  GROUP BY
    dim_date.fiscal_quarter_name_fy,
    fct_sales_funnel_target.order_type_grouped,
    fct_sales_funnel_target.crm_user_sales_segment
),

combined AS (
  -- a segment that sold without a target and one that missed its target entirely both belong here
  SELECT
    COALESCE(booked.close_fiscal_quarter_name, targets.fiscal_quarter_name_fy)
      AS fiscal_quarter_name_fy,
    COALESCE(booked.order_type_grouped, targets.order_type_grouped) AS order_type_grouped,
    COALESCE(booked.sales_segment, targets.sales_segment) AS sales_segment,
    COALESCE(booked.booked_net_arr, 0) AS booked_net_arr,
    COALESCE(targets.target_net_arr, 0) AS target_net_arr,
    COALESCE(booked.deals, 0) AS deals
  FROM booked
  FULL OUTER JOIN targets
    ON booked.close_fiscal_quarter_name = targets.fiscal_quarter_name_fy
      AND booked.order_type_grouped = targets.order_type_grouped
      AND booked.sales_segment = targets.sales_segment
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'combined.fiscal_quarter_name_fy', 'combined.order_type_grouped', 'combined.sales_segment'
    ]) }}::VARCHAR AS narr_vs_target_id,
    -- attributes
    combined.fiscal_quarter_name_fy::VARCHAR AS fiscal_quarter_name_fy,
    combined.order_type_grouped::VARCHAR AS order_type_grouped,
    combined.sales_segment::VARCHAR AS sales_segment,
    -- flags
    (quarters.fiscal_quarters_ago = 0)::BOOLEAN AS is_quarter_to_date,
    -- measures: USD per year, percent, orders
    combined.booked_net_arr::DECIMAL(18, 2) AS booked_net_arr,
    combined.target_net_arr::DECIMAL(18, 2) AS target_net_arr,
    (combined.booked_net_arr / NULLIF(combined.target_net_arr, 0) * 100)::DECIMAL(18, 6)
      AS attainment_pct,
    combined.deals::INTEGER AS deals
  FROM combined
  INNER JOIN dim_date AS quarters
    ON combined.fiscal_quarter_name_fy = quarters.fiscal_quarter_name_fy
      AND quarters.date_actual = quarters.first_day_of_fiscal_quarter
)

SELECT * FROM final
