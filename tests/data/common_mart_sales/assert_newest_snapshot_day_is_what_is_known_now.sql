-- On the as-of date mart_arr_snapshot_model has exactly the versions that day ended with.
{{ config(tags=['tdf', 'finance']) }}
WITH mart_arr_snapshot AS (
  SELECT * FROM {{ ref('mart_arr_snapshot') }}
),

mart_arr_snapshot_model AS (
  SELECT * FROM {{ ref('mart_arr_snapshot_model') }}
),

known_version AS (
  SELECT
    primary_key,
    arr,
    quantity
  FROM mart_arr_snapshot
  WHERE dbt_valid_from::DATE <= {{ as_of_date() }}
    AND (dbt_valid_to IS NULL OR dbt_valid_to::DATE > {{ as_of_date() }})
),

newest_day AS (
  SELECT
    primary_key,
    arr,
    quantity
  FROM mart_arr_snapshot_model
  WHERE snapshot_date = {{ as_of_date() }}
),

compared AS (
  SELECT
    COALESCE(known_version.primary_key, newest_day.primary_key) AS primary_key,
    known_version.arr AS known_arr,
    newest_day.arr AS model_arr
  FROM known_version
  FULL OUTER JOIN newest_day ON known_version.primary_key = newest_day.primary_key
  WHERE known_version.primary_key IS NULL
    OR newest_day.primary_key IS NULL
    OR known_version.arr != newest_day.arr
    OR known_version.quantity != newest_day.quantity
),

final AS (
  SELECT * FROM compared
  UNION ALL
  SELECT
    'no row on the as-of date' AS primary_key,
    NULL AS known_arr,
    SUM(arr) AS model_arr
  FROM newest_day
  HAVING COUNT(*) = 0
)

SELECT * FROM final
