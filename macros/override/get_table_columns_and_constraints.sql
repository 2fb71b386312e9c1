{#- The column list of a table with a contract carries its masking policies, so that the table is masked from its first
    instant. Like dbt's own list in every other respect. -#}
{% macro snowflake__get_table_columns_and_constraints() -%}
  {%- set masks = masked_columns(model.name, model.columns) -%}
  {%- set lines = [] -%}
  {%- for line in adapter.render_raw_columns_constraints(raw_columns=model['columns']) -%}
    {%- do lines.append(column_with_mask(line, model.columns.keys() | list, loop.index0, masks, this.database)) -%}
  {%- endfor -%}
  {{ return('(' ~ (lines + adapter.render_raw_model_constraints(raw_constraints=model['constraints'])) | join(', ') ~ ')') }}
{%- endmacro %}

{% macro column_with_mask(line, names, position, masks, database) -%}
  {%- set mask = masks.get(names[position] | lower) -%}
  {%- if not mask -%}{{ return(line) }}{%- endif -%}
  {{ return(line ~ ' WITH MASKING POLICY ' ~ masking_policy_name(database, mask.role, mask.type)) }}
{%- endmacro %}
