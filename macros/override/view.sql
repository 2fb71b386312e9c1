{#- A view on DuckDB is replaced in place, like a table. -#}
{% materialization view, adapter='duckdb' -%}
  {{ return(replace_relation('view')) }}
{%- endmaterialization %}
