{#- Every golden record is in the raw table as it is in the seed `golden`, column by column; NULL
    equals NULL, and what else the table holds does not matter. One failing row per golden record
    that is missing or different.

      data_tests:
        - source_golden_records_comparison:
            name: zuora_account_has_its_golden_records
            arguments: {golden: ref('golden_account'), columns: [id, name]}
-#}
{% test source_golden_records_comparison(model, golden, columns) %}
{{ test_model_golden_data_comparison(model, golden, columns) }}
{% endtest %}
