-- grain: one row per live case of a pooled account
WITH prep_crm_case AS (
  SELECT * FROM {{ ref('prep_crm_case') }}
),

dim_crm_user AS (
  SELECT * FROM {{ ref('dim_crm_user') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

account_arr AS (
  SELECT
    dim_crm_account_id,
    arr_month,
    SUM(arr) AS arr
  FROM mart_arr
  GROUP BY dim_crm_account_id, arr_month
),

final AS (
  SELECT
    -- primary key
    prep_crm_case.case_id,
    -- foreign keys
    prep_crm_case.dim_crm_account_id,
    -- attributes
    COALESCE(prep_crm_case.case_trigger, 'Other')::VARCHAR AS case_trigger,
    COALESCE(prep_crm_case.trigger_group, 'Other')::VARCHAR AS trigger_group,
    prep_crm_case.status,
    {{ hvs_owner_team(
      is_hvs_owner('dim_crm_user.is_integration_owner', 'dim_crm_user.user_role_name'),
      'dim_crm_user.crm_user_geo'
    ) }}::VARCHAR AS owner_team,
    -- flags
    prep_crm_case.is_spam,
    -- dates
    prep_crm_case.created_at::DATE AS created_date,
    prep_crm_case.closed_at::DATE AS closed_date,
    -- measures: whole minutes, days, USD per year
    prep_crm_case.first_response_minutes,
    prep_crm_case.days_to_close,
    COALESCE(account_arr.arr, 0)::DECIMAL(18, 2) AS account_arr
  FROM prep_crm_case
  LEFT OUTER JOIN dim_crm_user
    ON prep_crm_case.dim_crm_user_id = dim_crm_user.dim_crm_user_id
  LEFT OUTER JOIN account_arr
    ON prep_crm_case.dim_crm_account_id = account_arr.dim_crm_account_id
      AND DATE_TRUNC('month', prep_crm_case.created_at)::DATE = account_arr.arr_month
  WHERE prep_crm_case.is_pooled_case
)

SELECT * FROM final
