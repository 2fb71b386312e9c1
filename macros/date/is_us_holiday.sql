{#- TRUE when a date is one of the eleven federal holidays of the United States, on the day
    itself, not on its observed substitute. `day_of_week` counts from 1 = Sunday. The nth
    weekday of a month falls on the days 7n - 6 to 7n; the last Monday of May on the 25th or
    later. -#}
{% macro is_us_holiday(date_actual, day_of_week) -%}
  CASE MONTH({{ date_actual }})
    WHEN 1 THEN DAY({{ date_actual }}) = 1
      OR ({{ day_of_week }} = 2 AND DAY({{ date_actual }}) BETWEEN 15 AND 21)
    WHEN 2 THEN {{ day_of_week }} = 2 AND DAY({{ date_actual }}) BETWEEN 15 AND 21
    WHEN 5 THEN {{ day_of_week }} = 2 AND DAY({{ date_actual }}) >= 25
    -- Juneteenth has been a federal holiday since 2021
    WHEN 6 THEN DAY({{ date_actual }}) = 19 AND YEAR({{ date_actual }}) >= 2021
    WHEN 7 THEN DAY({{ date_actual }}) = 4
    WHEN 9 THEN {{ day_of_week }} = 2 AND DAY({{ date_actual }}) <= 7
    WHEN 10 THEN {{ day_of_week }} = 2 AND DAY({{ date_actual }}) BETWEEN 8 AND 14
    WHEN 11 THEN DAY({{ date_actual }}) = 11
      OR ({{ day_of_week }} = 5 AND DAY({{ date_actual }}) BETWEEN 22 AND 28)
    WHEN 12 THEN DAY({{ date_actual }}) = 25
    ELSE FALSE
  END
{%- endmacro %}
