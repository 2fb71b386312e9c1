{#- `expression` holds on every row. NULL is a failure: a rule that cannot be decided is not kept.

      data_tests:
        - expression_is_true:
            name: mart_arr_is_twelve_times_mrr
            arguments: {expression: "arr = mrr * 12"}

    Under a column the expression continues the column's name: `expression: ">= 0"`.
-#}
{% test expression_is_true(model, expression, column_name=none) %}
SELECT *
FROM {{ model }}
WHERE NOT COALESCE({{ column_name or '' }} {{ expression }}, FALSE)
{% endtest %}
