{#- Post-hook of every model and snapshot: attach the masking policy of each column that declares
    `config.meta.masking_policy: <masking role>`, and take off what is no longer declared.
    Renders nothing where nothing is masked. Tables with a contract and views are created with
    their policies already (macros/override), so no reader ever meets an unmasked value; this
    hook verifies and repairs, and it is what masks snapshots and tables without a contract. It
    opens the row access policy of a model, too, as far as the entitlement says.
    DuckDB has no policies: the comment 'masking_policy: <role>' on the column is the witness a
    test reads. -#}
{% macro mask_model() -%}
  {%- if not execute -%}{{ return('') }}{%- endif -%}
  {%- set masks = masked_columns(model.name, model.columns) -%}
  {%- set rows = row_policy(model) -%}
  {%- set persists = model.config.materialized in ('incremental', 'snapshot', 'seed') -%}
  {%- if not masks and not persists and not rows -%}{{ return('') }}{%- endif -%}
  {%- if masks -%}
    {%- do check_masked_columns(model.name, masks, adapter.get_columns_in_relation(this)) -%}
  {%- endif -%}
  {%- set kind = 'VIEW' if model.config.materialized == 'view' else 'TABLE' -%}
  {%- set gone = find_stale_masks(this, masks) if persists else [] -%}
  {%- set statements = adapter.dispatch('mask_relation_sql', 'edp')(this, kind, masks, gone) -%}
  {%- if rows -%}
    {%- set entitled = row_entitlements(rows.entitlement) if rows.entitlement else [] -%}
    {%- set statements = statements ~ open_row_policy_sql(this, rows, entitled) -%}
  {%- endif -%}
  {{ return(statements) }}
{%- endmacro %}

{#- Statements that mask the columns `masks` of a relation and unmask those in `gone`. -#}
{% macro snowflake__mask_relation_sql(relation, kind, masks, gone) -%}
  {%- for column in gone %}
ALTER {{ kind }} {{ relation }} MODIFY COLUMN {{ column }} UNSET MASKING POLICY;
  {%- endfor %}
  {%- for column, mask in masks.items() %}
ALTER {{ kind }} {{ relation }} MODIFY COLUMN {{ column }} SET MASKING POLICY {{
  masking_policy_name(relation.database, mask.role, mask.type) }} FORCE;
  {%- endfor %}
{%- endmacro %}

{% macro duckdb__mask_relation_sql(relation, kind, masks, gone) -%}
  {%- for column in gone %}
COMMENT ON COLUMN {{ relation }}.{{ column }} IS NULL;
  {%- endfor %}
  {%- for column, mask in masks.items() %}
COMMENT ON COLUMN {{ relation }}.{{ column }} IS 'masking_policy: {{ mask.role }}';
  {%- endfor %}
{%- endmacro %}
