{#- The table of a masked seed is created, empty, with its policies, so that its rows are masked
    from the first one. Every other seed is dbt's own. -#}
{% macro snowflake__create_csv_table(model, agate_table) -%}
  {%- set masks = masked_columns(model.name, model.columns) -%}
  {%- if not masks -%}{{ return(default__create_csv_table(model, agate_table)) }}{%- endif -%}
  {%- set types = {} -%}
  {%- for name in agate_table.column_names -%}
    {%- set inferred = adapter.convert_type(agate_table, loop.index0) -%}
    {%- do types.update({name: model.config.column_types.get(name, inferred)}) -%}
  {%- endfor -%}
  {%- set sql = masked_seed_sql(this, types, masks) -%}
  {%- call statement('_') -%}{{ sql }}{%- endcall -%}
  {{ return(sql) }}
{%- endmacro %}

{% macro masked_seed_sql(relation, types, masks) -%}
  {%- set names = types.keys() | list -%}
  {%- set lines = [] -%}
  {%- for name, type in types.items() -%}
    {%- set line = name ~ ' ' ~ type -%}
    {%- do lines.append(column_with_mask(line, names, loop.index0, masks, relation.database)) -%}
  {%- endfor -%}
  {{ return('CREATE TABLE ' ~ relation ~ ' (' ~ lines | join(', ') ~ ')') }}
{%- endmacro %}
