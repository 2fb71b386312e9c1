-- grain: one row per CRM opportunity and day, as the CRM knew it at the end of that day
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH sfdc_opportunity_snapshots AS (
  SELECT * FROM {{ ref('sfdc_opportunity_snapshots') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

{% if is_incremental() %}
published AS (
  SELECT * FROM {{ this }}
),

first_changed_day AS (
  {{ find_first_changed_day_sql('sfdc_opportunity_snapshots', 'published', 'id') }}
),

days AS (
  SELECT prep_date.*
  FROM prep_date
  INNER JOIN first_changed_day
    ON prep_date.date_actual >= first_changed_day.first_day
),
{% else %}
days AS (
  SELECT * FROM prep_date
),
{% endif %}

spine AS (
  {{ snapshot_spine('sfdc_opportunity_snapshots', 'days', 'id') }}
),

opportunities AS (
  SELECT
    spine.id AS opportunity_id,
    spine.snapshot_date,
    spine.dbt_scd_id,
    {{ crm_opportunity_columns('spine') }}
  FROM spine
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['opportunity_id', 'snapshot_date']) }}::VARCHAR
      AS crm_opportunity_snapshot_id,
    -- foreign keys
    {{ get_date_id('snapshot_date') }}::INTEGER AS snapshot_date_id,
    opportunity_id::VARCHAR AS dim_crm_opportunity_id,
    {{ missing_member_key('account_id') }}::VARCHAR AS dim_crm_account_id,
    {{ missing_member_key('owner_id') }}::VARCHAR AS dim_crm_user_id,
    -- attributes
    stage_name::VARCHAR AS stage_name,
    forecast_category_name::VARCHAR AS forecast_category_name,
    COALESCE(NULLIF(TRIM(order_type), ''), 'Missing order_type_name')::VARCHAR AS order_type,
    -- flags
    COALESCE(is_won, FALSE)::BOOLEAN AS is_won,
    COALESCE(is_closed, FALSE)::BOOLEAN AS is_closed,
    COALESCE(is_deleted, FALSE)::BOOLEAN AS is_deleted,
    -- dates
    snapshot_date::DATE AS snapshot_date,
    close_date::DATE AS close_date,
    -- measures: USD per year
    net_arr::DECIMAL(18, 2) AS net_arr,
    arr_basis::DECIMAL(18, 2) AS arr_basis,
    -- metadata
    dbt_scd_id::VARCHAR AS snapshot_version_id
  FROM opportunities
)

SELECT * FROM final
