-- The as-of date is zero periods ago and inside every period to date; the one before is one ago.
WITH prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

probes AS (
  SELECT
    days.date_actual,
    days.months_ago,
    days.quarters_ago,
    days.years_ago
  FROM (
    VALUES
    ({{ as_of_date() }}, 0, 0, 0),
    ({{ dbt.dateadd('month', -3, as_of_date()) }}::DATE, 3, 1, NULL),
    ({{ dbt.dateadd('month', 12, as_of_date()) }}::DATE, -12, -4, -1)
  ) AS days (date_actual, months_ago, quarters_ago, years_ago)
),

final AS (
  SELECT probes.date_actual
  FROM probes
  LEFT OUTER JOIN prep_date
    ON probes.date_actual = prep_date.date_actual
  WHERE prep_date.fiscal_months_ago IS NULL
    OR prep_date.fiscal_months_ago != probes.months_ago
    OR prep_date.fiscal_quarters_ago != probes.quarters_ago
    OR prep_date.fiscal_years_ago != probes.years_ago
    OR NOT (
      prep_date.is_fiscal_month_to_date
      AND prep_date.is_fiscal_quarter_to_date
      AND prep_date.is_fiscal_year_to_date
      OR probes.months_ago != 0
    )
)

SELECT * FROM final
