{#- The size band of a number of employees. Bands are closed at the top, like the segments that
    use them. -#}
{% macro employee_count_band(expression) -%}
  CASE
    WHEN {{ expression }} IS NULL OR {{ expression }} <= 0 THEN 'Unknown'
    WHEN {{ expression }} <= 100 THEN '1-100'
    WHEN {{ expression }} <= 500 THEN '101-500'
    WHEN {{ expression }} <= 2000 THEN '501-2,000'
    ELSE '2,001+'
  END
{%- endmacro %}
