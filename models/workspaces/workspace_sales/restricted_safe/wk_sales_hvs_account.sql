-- grain: one row per live CRM account and day, for the first day of each month and the as-of date
WITH crm_account_daily_snapshot AS (
  SELECT * FROM {{ ref('crm_account_daily_snapshot') }}
),

dim_crm_user AS (
  SELECT * FROM {{ ref('dim_crm_user') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

prep_crm_case AS (
  SELECT * FROM {{ ref('prep_crm_case') }}
),

model_mart_crm_account_id AS (
  SELECT * FROM {{ ref('model_mart_crm_account_id') }}
),

days AS (
  SELECT *
  FROM dim_date
  WHERE
    date_actual = {{ as_of_date() }}
    OR (date_actual = first_day_of_month AND date_actual < {{ as_of_date() }})
),

ultimate_families AS (
  SELECT DISTINCT
    dim_parent_crm_account_id,
    arr_month
  FROM mart_arr
  WHERE product_ranking = 3 AND arr > 0
),

first_orders AS (
  {{ select_hvs_bookings_sql('mart_crm_opportunity', "trx_type = 'First Order'") }}
),

churns AS (
  {{ select_hvs_bookings_sql('mart_crm_opportunity', "order_type_clean = 'Churn - Final'") }}
),

high_value_cases AS (
  SELECT *
  FROM prep_crm_case
  WHERE is_high_value_account_case
  QUALIFY ROW_NUMBER() OVER (PARTITION BY dim_crm_account_id ORDER BY created_at, case_id) = 1
),

pte_scores AS (
  {{ select_stars_sql('model_mart_crm_account_id', 'pte') }}
),

ptc_scores AS (
  {{ select_stars_sql('model_mart_crm_account_id', 'ptc') }}
),

accounts AS (
  SELECT
    known_accounts.*,
    days.fiscal_year,
    dim_crm_user.user_name,
    dim_crm_user.crm_user_geo,
    {{ is_hvs_owner('dim_crm_user.is_integration_owner', 'dim_crm_user.user_role_name') }}
      AS is_hvs_owner,
    ultimate_families.arr_month IS NOT NULL AS has_ultimate_in_family
  FROM crm_account_daily_snapshot AS known_accounts
  INNER JOIN days
    ON known_accounts.snapshot_date_id = days.date_id
  LEFT OUTER JOIN dim_crm_user
    ON known_accounts.dim_crm_user_id = dim_crm_user.dim_crm_user_id
  LEFT OUTER JOIN dim_crm_account
    ON known_accounts.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  LEFT OUTER JOIN ultimate_families
    ON dim_crm_account.dim_parent_crm_account_id = ultimate_families.dim_parent_crm_account_id
      AND days.first_day_of_month = ultimate_families.arr_month
  WHERE NOT known_accounts.is_deleted
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['accounts.dim_crm_account_id', 'accounts.snapshot_date']) }}::VARCHAR
      AS hvs_account_id,
    -- foreign keys
    accounts.dim_crm_account_id,
    high_value_cases.case_id::VARCHAR AS high_value_case_id,
    -- attributes
    {{ hvs_tier(
      'accounts.carr_this_account', 'accounts.lam_dev_count', 'high_value_cases.case_id IS NOT NULL'
    ) }}::VARCHAR AS calculated_tier,
    {{ hvs_owner_team('accounts.is_hvs_owner', 'accounts.crm_user_geo') }}::VARCHAR AS team,
    -- flags
    {{ is_hvs_account('accounts') }}::BOOLEAN AS is_hvs_account,
    {{ is_pooled_account('accounts') }}::BOOLEAN AS is_pooled,
    accounts.has_ultimate_in_family::BOOLEAN AS ultimate_customer_flag,
    -- dates
    accounts.snapshot_date,
    first_orders.close_date::DATE AS fo_close_date,
    churns.close_date::DATE AS churn_close_date,
    -- measures: USD per year, stars from 1 to 5
    COALESCE(accounts.carr_this_account, 0)::DECIMAL(18, 2) AS carr_this_account,
    first_orders.net_arr::DECIMAL(18, 2) AS fo_net_arr,
    churns.net_arr::DECIMAL(18, 2) AS churn_net_arr,
    pte_scores.stars::INTEGER AS pte_stars,
    ptc_scores.stars::INTEGER AS ptc_stars
  FROM accounts
  LEFT OUTER JOIN high_value_cases
    ON accounts.dim_crm_account_id = high_value_cases.dim_crm_account_id
      AND accounts.snapshot_date >= high_value_cases.created_at::DATE
  LEFT OUTER JOIN first_orders
    ON accounts.dim_crm_account_id = first_orders.dim_crm_account_id
      AND first_orders.is_first
      AND accounts.snapshot_date >= first_orders.close_date
  LEFT OUTER JOIN churns
    ON accounts.dim_crm_account_id = churns.dim_crm_account_id
      AND accounts.snapshot_date >= churns.close_date
      AND accounts.snapshot_date < churns.next_close_date
  LEFT OUTER JOIN pte_scores
    ON accounts.dim_crm_account_id = pte_scores.crm_account_id
      AND accounts.snapshot_date >= pte_scores.score_date
      AND accounts.snapshot_date < pte_scores.next_score_date
  LEFT OUTER JOIN ptc_scores
    ON accounts.dim_crm_account_id = ptc_scores.crm_account_id
      AND accounts.snapshot_date >= ptc_scores.score_date
      AND accounts.snapshot_date < ptc_scores.next_score_date
)

SELECT * FROM final
