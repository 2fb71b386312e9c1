{#- On each of the last `days` days before the business date at least `min` and at most `max` rows
    are new by the column the test stands under, a date or a time. A day without a row counts 0. One
    failing row per day.

      data_tests:
        - model_new_rows_per_day:
            name: zuora_subscription_source_grows_daily
            arguments: {min: 50, max: 200}
-#}
{% test model_new_rows_per_day(model, column_name, min, max=none, days=1) %}
WITH new_rows AS (
  SELECT
    {{ column_name }}::DATE AS new_date,
    COUNT(*) AS new_rows
  FROM {{ model }}
  GROUP BY {{ column_name }}::DATE
),

expected AS (
  {%- for age in range(1, days + 1) %}
  SELECT ({{ as_of_date() }} - {{ age }})::DATE AS new_date
  {{ 'UNION ALL' if not loop.last }}
  {%- endfor %}
),

counted AS (
  SELECT
    expected.new_date,
    COALESCE(new_rows.new_rows, 0) AS new_rows
  FROM expected
  LEFT OUTER JOIN new_rows ON expected.new_date = new_rows.new_date
)

SELECT *
FROM counted
WHERE new_rows < {{ min }}{% if max is not none %} OR new_rows > {{ max }}{% endif %}
{% endtest %}
