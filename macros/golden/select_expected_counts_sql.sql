{#- SELECT of what a test expects to count: one row per entry, columns `what` and `records`.

      expected AS (
        {{ select_expected_counts_sql({'test accounts': 5, 'test accounts with revenue': 0}) }}
      )
-#}
{% macro select_expected_counts_sql(counts) -%}
  {{ return(adapter.dispatch('select_expected_counts_sql', 'edp')(counts)) }}
{%- endmacro %}

{% macro default__select_expected_counts_sql(counts) -%}
  {%- if not counts -%}
    {{ exceptions.raise_compiler_error(
      "select_expected_counts_sql: counts must have at least one entry"
    ) }}
  {%- endif -%}
  {%- set rows = [] -%}
  {%- for what, records in counts.items() -%}
    {%- do rows.append(
      "SELECT " ~ text_literal(what) ~ " AS what, " ~ records | int ~ " AS records"
    ) -%}
  {%- endfor -%}
  {{ return(rows | join(" UNION ALL ")) }}
{%- endmacro %}
