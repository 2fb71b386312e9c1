{#- A raw table has at least `min` rows: a load that lost most of it does not go unnoticed. A filter
    is the test's own `where`.

      data_tests:
        - source_rowcount: {name: zuora_account_row_count, arguments: {min: 100}}
-#}
{% test source_rowcount(model, min) %}
{{ test_row_count_between(model, min) }}
{% endtest %}
