{#- No two rows share the same values of `columns`; NULLs count as equal.

      data_tests:
        - unique_combination:
            name: fct_mrr_unique_charge_month
            arguments: {columns: [dim_charge_id, dim_date_id]}
-#}
{% test unique_combination(model, columns) %}
{%- if columns is string or columns | length < 2 -%}
  {{ exceptions.raise_compiler_error(
    "unique_combination: columns must list two or more columns of " ~ model
  ) }}
{%- endif %}
SELECT
  {{ columns | join(', ') }},
  COUNT(*) AS duplicate_rows
FROM {{ model }}
GROUP BY {{ columns | join(', ') }}
HAVING COUNT(*) > 1
{% endtest %}
