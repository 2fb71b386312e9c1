{#- dbt forgets the number of failing rows of a test that stays within its thresholds, and never
    knows how many rows were tested. Both are counted in the same statement and travel in the
    adapter response: rows_affected, and code 'rows_tested=<n>'. Only tables are counted:
    COUNT(*) of a view may cost as much as the test. -#}
{% materialization test, adapter='duckdb' -%}
  {%- if should_store_failures() -%}
    {%- set relations = materialization_test_default() -%}
    {%- do keep_test_counts() -%}
    {{ return(relations) }}
  {%- endif -%}
  {#- a SELECT needs no transaction, and a thousand of them cost a second to open and close -#}
  {%- call statement('main', fetch_result=True, auto_begin=False) -%}
    {{ get_test_sql(get_limit_subquery_sql(sql, config.get('limit')), config.get('fail_calc'),
      config.get('warn_if'), config.get('error_if'), limit=none) }}
  {%- endcall -%}
  {%- do keep_test_counts() -%}
  {{ return({'relations': []}) }}
{%- endmaterialization %}

{% materialization test, adapter='snowflake' -%}
  {%- set original_query_tag = set_query_tag() -%}
  {%- set relations = materialization_test_default() -%}
  {%- do keep_test_counts() -%}
  {%- do unset_query_tag(original_query_tag) -%}
  {{ return(relations) }}
{%- endmaterialization %}

{% macro keep_test_counts() -%}
  {%- set table = load_result('main').table -%}
  {%- set counts = table.rows[0] -%}
  {%- set code = 'rows_tested=' ~ (counts[3] | int) if counts[3] is not none else none -%}
  {%- set answer = table.select(table.column_names[:3]) -%}
  {%- do store_raw_result(
    'main', message='OK', code=code, rows_affected=counts[0] | int, agate_table=answer
  ) -%}
{%- endmacro %}

{#- The statement of a data test; the number of rows of the tested table is its fourth column. -#}
{% macro default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
SELECT
  {{ fail_calc }} AS failures,
  {{ fail_calc }} {{ warn_if }} AS should_warn,
  {{ fail_calc }} {{ error_if }} AS should_error,
  {{ rows_tested_sql(model, graph) }} AS rows_tested
FROM (
  {{ main_sql }}
  {{ 'LIMIT ' ~ limit if limit is not none }}
) AS dbt_internal_test
{%- endmacro %}

{% macro rows_tested_sql(test, graph) -%}
  {%- set parents = test.depends_on.nodes -%}
  {%- set tested_id = test.attached_node or (parents[0] if parents | length == 1 else none) -%}
  {%- set tested = graph.nodes.get(tested_id) or graph.sources.get(tested_id) or {} -%}
  {#- whether the table is there at all is what this test asks -#}
  {%- set asks = test.test_metadata and test.test_metadata.name == 'raw_table_existence' -%}
  {%- if asks or not tested or tested.config.materialized in ('view', 'ephemeral') -%}
    {{ return('NULL') }}
  {%- endif -%}
  {%- set filter = ' WHERE ' ~ test.config.where if test.config.where else '' -%}
  {{ return('(SELECT COUNT(*) FROM ' ~ tested.relation_name ~ filter ~ ')') }}
{%- endmacro %}
