{#- Points for the share of the bought seats that is in use. A young customer is still rolling out,
    so the bar rises with the months since its first revenue; before the third month there is no
    score, nor when the age is unknown. From the tenth month on there is no yellow. -#}
{% macro license_utilization_score(utilization, account_age_months) -%}
  CASE
    WHEN {{ account_age_months }} BETWEEN 3 AND 6
      THEN {{ points_between(utilization, '<= 0.10', '<= 0.50') }}
    WHEN {{ account_age_months }} BETWEEN 7 AND 9
      THEN {{ points_between(utilization, '<= 0.50', '<= 0.75') }}
    WHEN {{ account_age_months }} >= 10
      THEN {{ points_between(utilization, '<= 0.75') }}
  END
{%- endmacro %}
