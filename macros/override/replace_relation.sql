{#- Build `this` as a table or view in the place of what is there, on DuckDB; what the
    materialization returns. -#}
{% macro replace_relation(kind) -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type=kind) -%}
  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}
  {%- call statement('main') -%}
    {{ 'DROP ' ~ existing.type | upper ~ ' IF EXISTS ' ~ existing ~ ';' if existing }}
    {{ create_table_as(False, target_relation, sql) if kind == 'table'
      else get_create_view_as_sql(target_relation, sql) }}
  {%- endcall -%}
  {%- if existing and existing.type != kind -%}
    {%- do adapter.cache_dropped(existing) -%}
  {%- endif -%}
  {%- do persist_docs(target_relation, model) -%}
  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {%- do adapter.commit() -%}
  {{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [target_relation]}) }}
{%- endmacro %}
