-- Twenty years, 2015 to 2034, five of them leap years.
{{ config(tags=['golden', 'tdf', 'finance']) }}
WITH dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

final AS (
  SELECT COUNT(*) AS days
  FROM dim_date
  HAVING COUNT(*) != 7305
)

SELECT * FROM final
