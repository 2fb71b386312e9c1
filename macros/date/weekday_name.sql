{#- The English name of a weekday number, 1 = Sunday. Written out: each engine spells its own
    function its own way. -#}
{% macro weekday_name(day_of_week) -%}
  CASE {{ day_of_week }}
    WHEN 1 THEN 'Sunday'
    WHEN 2 THEN 'Monday'
    WHEN 3 THEN 'Tuesday'
    WHEN 4 THEN 'Wednesday'
    WHEN 5 THEN 'Thursday'
    WHEN 6 THEN 'Friday'
    WHEN 7 THEN 'Saturday'
  END
{%- endmacro %}
