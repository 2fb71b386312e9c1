{#- Every golden record is in the model as it is in the seed `golden`, column by column; NULL equals
    NULL, and what else the model holds does not matter. One failing row per golden record that is
    missing or different.

      data_tests:
        - model_golden_data_comparison:
            name: dim_date_has_its_golden_days
            arguments: {golden: ref('golden_date'), columns: [date_actual, fiscal_year]}
-#}
{% test model_golden_data_comparison(model, golden, columns) %}
{%- if columns is string or not columns -%}
  {{ exceptions.raise_compiler_error(
    "the golden records of " ~ model ~ ": columns must list one or more columns of the seed"
  ) }}
{%- endif %}
SELECT {{ columns | join(', ') }} FROM {{ golden }}
EXCEPT
SELECT {{ columns | join(', ') }} FROM {{ model }}
{% endtest %}
