{#- Every value lies between `min_value` and `max_value`, both included; either may be left out.
    NULL passes. Bounds are SQL expressions.

      data_tests:
        - accepted_range:
            name: dim_date_fiscal_quarter_in_year
            arguments: {min_value: 1, max_value: 4}
-#}
{% test accepted_range(model, column_name, min_value=none, max_value=none) %}
{%- if min_value is none and max_value is none -%}
  {{ exceptions.raise_compiler_error(
    "accepted_range on " ~ model ~ "." ~ column_name ~ ": give min_value, max_value or both"
  ) }}
{%- endif %}
SELECT {{ column_name }}
FROM {{ model }}
WHERE
  {% if min_value is not none %}{{ column_name }} < {{ min_value }}{% else %}FALSE{% endif %}
  OR {% if max_value is not none %}{{ column_name }} > {{ max_value }}{% else %}FALSE{% endif %}
{% endtest %}
