{#- A model has at least `min` rows; a filter is the test's own `where`.

      data_tests:
        - model_rowcount:
            name: dim_subscription_active_row_count
            arguments: {min: 100}
            config: {where: "subscription_status = 'Active'"}
-#}
{% test model_rowcount(model, min) %}
{{ test_row_count_between(model, min) }}
{% endtest %}
