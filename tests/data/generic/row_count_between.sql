{#- The relation has at least `min` and at most `max` rows; leave `max` out for no upper bound.

      data_tests:
        - row_count_between:
            name: dim_date_row_count
            arguments: {min: 1000, max: 100000}
-#}
{% test row_count_between(model, min, max=none) %}
SELECT COUNT(*) AS row_count
FROM {{ model }}
HAVING COUNT(*) < {{ min }}{% if max is not none %} OR COUNT(*) > {{ max }}{% endif %}
{% endtest %}
