-- Days at both ends of fiscal periods have the values worked out by hand.
WITH prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

expected AS (
  SELECT
    days.date_actual,
    days.fiscal_quarter_name_fy,
    days.fiscal_month_name_fy,
    days.month_of_fiscal_year,
    days.day_of_fiscal_quarter,
    days.day_of_fiscal_year,
    days.days_in_fiscal_quarter_count,
    days.day_normalised,
    days.week_normalised,
    days.day_name,
    days.is_holiday
  FROM (
    VALUES
    ('2024-01-31'::DATE, 'FY24-Q4', 'FY24-Jan', 12, 92, 365, 92, 90, 12, 'Wednesday', FALSE),
    ('2024-02-01'::DATE, 'FY25-Q1', 'FY25-Feb', 1, 1, 1, 90, 1, 0, 'Thursday', FALSE),
    ('2024-05-27'::DATE, 'FY25-Q2', 'FY25-May', 4, 27, 117, 92, 25, 3, 'Monday', TRUE),
    ('2024-11-01'::DATE, 'FY25-Q4', 'FY25-Nov', 10, 1, 275, 92, 0, 0, 'Friday', FALSE),
    ('2024-11-28'::DATE, 'FY25-Q4', 'FY25-Nov', 10, 28, 302, 92, 26, 3, 'Thursday', TRUE),
    ('2024-12-31'::DATE, 'FY25-Q4', 'FY25-Dec', 11, 61, 335, 92, 59, 8, 'Tuesday', FALSE),
    ('2025-02-01'::DATE, 'FY26-Q1', 'FY26-Feb', 1, 1, 1, 89, 2, 0, 'Saturday', FALSE)
  ) AS days (
    date_actual, fiscal_quarter_name_fy, fiscal_month_name_fy, month_of_fiscal_year,
    day_of_fiscal_quarter, day_of_fiscal_year, days_in_fiscal_quarter_count,
    day_normalised, week_normalised, day_name, is_holiday
  )
),

final AS (
  SELECT expected.date_actual
  FROM expected
  LEFT OUTER JOIN prep_date
    ON expected.date_actual = prep_date.date_actual
      AND expected.fiscal_quarter_name_fy = prep_date.fiscal_quarter_name_fy
      AND expected.fiscal_month_name_fy = prep_date.fiscal_month_name_fy
      AND expected.month_of_fiscal_year = prep_date.month_of_fiscal_year
      AND expected.day_of_fiscal_quarter = prep_date.day_of_fiscal_quarter
      AND expected.day_of_fiscal_year = prep_date.day_of_fiscal_year
      AND expected.days_in_fiscal_quarter_count = prep_date.days_in_fiscal_quarter_count
      AND expected.day_normalised = prep_date.day_of_fiscal_quarter_normalised
      AND expected.week_normalised = prep_date.week_of_fiscal_quarter_normalised
      AND expected.day_name = prep_date.day_name
      AND expected.is_holiday = prep_date.is_holiday
  WHERE prep_date.date_actual IS NULL
)

SELECT * FROM final
