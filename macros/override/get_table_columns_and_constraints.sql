{#- The column list of a table with a contract carries its masking policies, so that the table is
    masked from its first instant. Like dbt's own list in every other respect. -#}
{% macro snowflake__get_table_columns_and_constraints() -%}
  {%- set masks = masked_columns(model.name, model.columns) -%}
  {%- set lines = [] -%}
  {%- set names = model.columns.keys() | list -%}
  {%- for line in adapter.render_raw_columns_constraints(raw_columns=model['columns']) -%}
    {%- do lines.append(column_with_mask(line, names, loop.index0, masks, this.database)) -%}
  {%- endfor -%}
  {%- set rules = adapter.render_raw_model_constraints(raw_constraints=model['constraints']) -%}
  {%- set rows = row_policy_clause(this, row_policy(model)) -%}
  {{ return('(' ~ (lines + rules) | join(', ') ~ ')' ~ rows) }}
{%- endmacro %}
