-- The days on which fiscal quarters and years turn, and the business date.
{{ config(tags=['golden', 'tdf', 'finance']) }}
WITH golden_date AS (
  SELECT * FROM {{ ref('golden_date') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

expected AS (
  SELECT
    date_actual,
    date_id,
    fiscal_year,
    fiscal_quarter_name_fy,
    month_of_fiscal_year,
    day_of_fiscal_quarter,
    days_in_fiscal_quarter_count,
    day_of_fiscal_quarter_normalised,
    week_of_fiscal_quarter_normalised
  FROM golden_date
),

actual AS (
  SELECT
    dim_date.date_actual,
    dim_date.date_id,
    dim_date.fiscal_year,
    dim_date.fiscal_quarter_name_fy,
    dim_date.month_of_fiscal_year,
    dim_date.day_of_fiscal_quarter,
    dim_date.days_in_fiscal_quarter_count,
    dim_date.day_of_fiscal_quarter_normalised,
    dim_date.week_of_fiscal_quarter_normalised
  FROM dim_date
  INNER JOIN golden_date
    ON dim_date.date_actual = golden_date.date_actual
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'date_actual',
    'date_id',
    'fiscal_year',
    'fiscal_quarter_name_fy',
    'month_of_fiscal_year',
    'day_of_fiscal_quarter',
    'days_in_fiscal_quarter_count',
    'day_of_fiscal_quarter_normalised',
    'week_of_fiscal_quarter_normalised'
  ]) }}
)

SELECT * FROM final
