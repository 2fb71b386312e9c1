{#- A table on DuckDB is replaced in place, in one transaction: a failing query leaves the old one.
    dbt builds beside it, renames twice and drops, which costs more than most models. Grants,
    indexes and foreign keys, which that protects, do not exist here. -#}
{% materialization table, adapter='duckdb' -%}
  {{ return(replace_relation('table')) }}
{%- endmaterialization %}
