-- The calendar has every day of twenty years exactly once, whatever the as-of date is.
WITH prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

counted AS (
  SELECT
    COUNT(*) AS row_count,
    COUNT(DISTINCT date_actual) AS day_count,
    MIN(date_actual) AS first_day,
    MAX(date_actual) AS last_day
  FROM prep_date
),

final AS (
  SELECT *
  FROM counted
  WHERE row_count != 7305
    OR day_count != 7305
    OR first_day != '2015-01-01'::DATE
    OR last_day != '2034-12-31'::DATE
)

SELECT * FROM final
