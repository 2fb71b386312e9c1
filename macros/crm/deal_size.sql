{#- The size class of an amount in USD per year. By magnitude, so that a lost 100,000 is as
    large as a won one; each class starts at its lower bound and every amount has exactly one. -#}
{% macro deal_size(amount) -%}
  CASE
    WHEN {{ amount }} IS NULL THEN '0) Unknown'
    WHEN ABS({{ amount }}) < 5000 THEN '1) < 5k'
    WHEN ABS({{ amount }}) < 25000 THEN '2) 5k - < 25k'
    WHEN ABS({{ amount }}) < 100000 THEN '3) 25k - < 100k'
    ELSE '4) >= 100k'
  END
{%- endmacro %}
