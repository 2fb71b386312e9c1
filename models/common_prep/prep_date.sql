-- grain: one row per calendar day from 2015-01-01 to 2034-12-31
WITH days AS (
  {{ date_spine('2015-01-01', '2034-12-31') }}
),

calendar AS (
  SELECT
    date_actual,
    DATE_TRUNC('month', date_actual)::DATE AS first_day_of_month,
    DATE_TRUNC('quarter', date_actual)::DATE AS first_day_of_quarter,
    DATE_TRUNC('year', date_actual)::DATE AS first_day_of_year,
    -- fiscal years start on 1 February: a fiscal month is the calendar month shifted back by one
    {{ dbt.dateadd('month', -1, "DATE_TRUNC('month', date_actual)") }}::DATE AS shifted_month,
    -- weekday arithmetic from a known Sunday: the engines disagree on what number a weekday has
    MOD({{ dbt.datediff("'2014-12-28'::DATE", 'date_actual', 'day') }}, 7) + 1 AS day_of_week
  FROM days
),

fiscal AS (
  SELECT
    calendar.*,
    YEAR(shifted_month) + 1 AS fiscal_year,
    QUARTER(shifted_month) AS fiscal_quarter,
    MONTH(shifted_month) AS month_of_fiscal_year,
    {{ dbt.dateadd('day', '1 - day_of_week', 'date_actual') }}::DATE AS first_day_of_week,
    {{ dbt.dateadd('month', 1, "DATE_TRUNC('quarter', shifted_month)") }}::DATE
      AS first_day_of_fiscal_quarter,
    {{ dbt.dateadd('month', 1, "DATE_TRUNC('year', shifted_month)") }}::DATE
      AS first_day_of_fiscal_year
  FROM calendar
),

period_ends AS (
  SELECT
    fiscal.*,
    {{ dbt.dateadd('day', 6, 'first_day_of_week') }}::DATE AS last_day_of_week,
    LAST_DAY(date_actual)::DATE AS last_day_of_month,
    LAST_DAY({{ dbt.dateadd('month', 2, 'first_day_of_quarter') }})::DATE AS last_day_of_quarter,
    LAST_DAY({{ dbt.dateadd('month', 11, 'first_day_of_year') }})::DATE AS last_day_of_year,
    LAST_DAY({{ dbt.dateadd('month', 2, 'first_day_of_fiscal_quarter') }})::DATE
      AS last_day_of_fiscal_quarter,
    LAST_DAY({{ dbt.dateadd('month', 11, 'first_day_of_fiscal_year') }})::DATE
      AS last_day_of_fiscal_year,
  -- the Sunday on or before 1 February opens week 1
    {{ dbt.dateadd(
      'day',
      '-1 * MOD(' ~ dbt.datediff("'2014-12-28'::DATE", 'first_day_of_fiscal_year', 'day') ~ ', 7)',
      'first_day_of_fiscal_year'
    ) }}::DATE AS first_day_of_first_fiscal_week
  FROM fiscal
),

counted AS (
  SELECT
    period_ends.*,
    {{ dbt.datediff('first_day_of_fiscal_quarter', 'date_actual', 'day') }} + 1
      AS day_of_fiscal_quarter,
    {{ dbt.datediff('first_day_of_fiscal_year', 'date_actual', 'day') }} + 1 AS day_of_fiscal_year,
    {{ dbt.datediff('date_actual', 'last_day_of_fiscal_quarter', 'day') }} AS days_to_quarter_end,
    {{ dbt.datediff('first_day_of_first_fiscal_week', 'first_day_of_week', 'day') }}
      AS days_since_first_week,
    {{ dbt.datediff('first_day_of_month', 'last_day_of_month', 'day') }} + 1 AS days_in_month_count,
    {{ dbt.datediff('first_day_of_fiscal_quarter', 'last_day_of_fiscal_quarter', 'day') }} + 1
      AS days_in_fiscal_quarter_count,
    fiscal_year * 4 + fiscal_quarter AS fiscal_quarter_number,
    fiscal_year * 12 + month_of_fiscal_year AS fiscal_month_number
  FROM period_ends
),

clock AS (
  SELECT
    DAY(date_actual) AS day_of_month,
    day_of_fiscal_quarter,
    day_of_fiscal_year,
    fiscal_month_number,
    fiscal_quarter_number,
    fiscal_year
  FROM counted
  WHERE date_actual = {{ as_of_date() }}
),

final AS (
  SELECT
    -- primary key
    {{ get_date_id('counted.date_actual') }}::INTEGER AS date_id,
    -- attributes
    counted.date_actual,
    {{ weekday_name('counted.day_of_week') }}::VARCHAR AS day_name,
    'FY' || RIGHT(counted.fiscal_year::VARCHAR, 2) || '-Q' || counted.fiscal_quarter::VARCHAR
      AS fiscal_quarter_name_fy,
    'FY' || RIGHT(counted.fiscal_year::VARCHAR, 2) || '-'
    || SUBSTR('JanFebMarAprMayJunJulAugSepOctNovDec', MONTH(counted.date_actual) * 3 - 2, 3)
      AS fiscal_month_name_fy,
    -- flags
    {{ is_us_holiday('counted.date_actual', 'counted.day_of_week') }} AS is_holiday,
    MOD(counted.month_of_fiscal_year, 3) = 0 AND counted.date_actual = counted.first_day_of_month
      AS is_first_day_of_last_month_of_fiscal_quarter,
    counted.month_of_fiscal_year = 12 AND counted.date_actual = counted.first_day_of_month
      AS is_first_day_of_last_month_of_fiscal_year,
    DAY(counted.date_actual) <= clock.day_of_month AS is_fiscal_month_to_date,
    counted.day_of_fiscal_quarter <= clock.day_of_fiscal_quarter AS is_fiscal_quarter_to_date,
    counted.day_of_fiscal_year <= clock.day_of_fiscal_year AS is_fiscal_year_to_date,
    -- dates
    counted.first_day_of_week,
    counted.last_day_of_week,
    counted.first_day_of_month,
    counted.last_day_of_month,
    counted.first_day_of_quarter,
    counted.last_day_of_quarter,
    counted.first_day_of_year,
    counted.last_day_of_year,
    counted.first_day_of_fiscal_quarter,
    counted.last_day_of_fiscal_quarter,
    counted.first_day_of_fiscal_year,
    counted.last_day_of_fiscal_year,
    {{ dbt.dateadd('day', 8, 'counted.last_day_of_month') }}::DATE AS snapshot_date_fpa,
    -- the books close on the fifth instead of the eighth day from March 2024 on
    {{ dbt.dateadd(
      'day',
      "CASE WHEN counted.first_day_of_month >= '2024-03-01'::DATE THEN 5 ELSE 8 END",
      'counted.last_day_of_month'
    ) }}::DATE AS snapshot_date_fpa_fifth,
    {{ dbt.dateadd('day', 46, 'counted.last_day_of_month') }}::DATE AS snapshot_date_billings,
    -- measures (whole numbers; counts in days unless the name says otherwise)
    counted.day_of_week::INTEGER AS day_of_week,
    MONTH(counted.date_actual)::INTEGER AS month_actual,
    QUARTER(counted.date_actual)::INTEGER AS quarter_actual,
    YEAR(counted.date_actual)::INTEGER AS year_actual,
    counted.fiscal_year::INTEGER AS fiscal_year,
    counted.fiscal_quarter::INTEGER AS fiscal_quarter,
    counted.month_of_fiscal_year::INTEGER AS month_of_fiscal_year,
    (FLOOR(counted.days_since_first_week / 7) + 1)::INTEGER AS week_of_fiscal_year,
    counted.day_of_fiscal_quarter::INTEGER AS day_of_fiscal_quarter,
    counted.day_of_fiscal_year::INTEGER AS day_of_fiscal_year,
    counted.days_in_month_count::INTEGER AS days_in_month_count,
    counted.days_in_fiscal_quarter_count::INTEGER AS days_in_fiscal_quarter_count,
    GREATEST(0, 90 - counted.days_to_quarter_end)::INTEGER AS day_of_fiscal_quarter_normalised,
    GREATEST(0, 12 - FLOOR(counted.days_to_quarter_end / 7))::INTEGER
      AS week_of_fiscal_quarter_normalised,
    (clock.fiscal_month_number - counted.fiscal_month_number)::INTEGER AS fiscal_months_ago,
    (clock.fiscal_quarter_number - counted.fiscal_quarter_number)::INTEGER AS fiscal_quarters_ago,
    (clock.fiscal_year - counted.fiscal_year)::INTEGER AS fiscal_years_ago
  FROM counted
  CROSS JOIN clock
)

SELECT * FROM final
