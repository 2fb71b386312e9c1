-- grain: one row per calendar day from 2015-01-01 to 2034-12-31
WITH prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

final AS (
  SELECT
    -- primary key
    date_id,
    -- attributes
    date_actual,
    day_name,
    fiscal_quarter_name_fy,
    fiscal_month_name_fy,
    -- flags
    is_holiday,
    is_first_day_of_last_month_of_fiscal_quarter,
    is_first_day_of_last_month_of_fiscal_year,
    is_fiscal_month_to_date,
    is_fiscal_quarter_to_date,
    is_fiscal_year_to_date,
    -- dates
    first_day_of_week,
    last_day_of_week,
    first_day_of_month,
    last_day_of_month,
    first_day_of_quarter,
    last_day_of_quarter,
    first_day_of_year,
    last_day_of_year,
    first_day_of_fiscal_quarter,
    last_day_of_fiscal_quarter,
    first_day_of_fiscal_year,
    last_day_of_fiscal_year,
    snapshot_date_fpa,
    snapshot_date_fpa_fifth,
    snapshot_date_billings,
    -- measures (whole numbers; counts in days unless the name says otherwise)
    day_of_week,
    month_actual,
    quarter_actual,
    year_actual,
    fiscal_year,
    fiscal_quarter,
    month_of_fiscal_year,
    week_of_fiscal_year,
    day_of_fiscal_quarter,
    day_of_fiscal_year,
    days_in_month_count,
    days_in_fiscal_quarter_count,
    day_of_fiscal_quarter_normalised,
    week_of_fiscal_quarter_normalised,
    fiscal_months_ago,
    fiscal_quarters_ago,
    fiscal_years_ago
  FROM prep_date
)

SELECT * FROM final
