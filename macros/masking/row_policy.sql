{#- The row access policy of a node as {column, type, role, entitlement}, none for nearly every
    model. `meta.rls_policy: <role>` names the role whose members see every row;
    `meta.rls_config: {column, entitlement}` opens rows to more roles: the entitlement is a model
    or seed that says which role_name sees the rows with which entitled_value in the column. With
    neither nobody else sees a row. The builders see all, or dbt would store a part of the rows. -#}
{% macro row_policy(node) -%}
  {%- set meta = node.config.meta or {} -%}
  {%- set role = meta.get('rls_policy') -%}
  {%- set config = meta.get('rls_config') -%}
  {%- if role is none and config is none -%}{{ return(none) }}{%- endif -%}
  {%- set problem = row_policy_problem(node, role, config) -%}
  {%- if problem -%}
    {{ exceptions.raise_compiler_error("model " ~ node.name ~ ", " ~ problem) }}
  {%- endif -%}
  {%- set names = node.columns.keys() | list -%}
  {%- set column = config.column if config else names[0] -%}
  {{ return({
    'column': column,
    'type': masking_type(node.columns[column].get('data_type') or 'VARCHAR'),
    'role': role,
    'entitlement': config.entitlement if config else none
  }) }}
{%- endmacro %}

{#- What is wrong with the two keys, as the rest of a message; none when nothing is. -#}
{% macro row_policy_problem(node, role, config) -%}
  {%- set name = '[A-Za-z_][A-Za-z0-9_]*' -%}
  {%- if role is not none and not modules.re.fullmatch(name, role | string) -%}
    {{ return("key rls_policy: '" ~ role ~ "' is no name of a role") }}
  {%- endif -%}
  {%- if node.config.materialized not in ('table', 'view')
    or (node.config.materialized == 'table' and not node.config.contract.enforced) -%}
    {{ return("key rls_policy: rows are hidden in views and in tables with an enforced contract"
      ~ " only, because their CREATE statement carries the policy") }}
  {%- endif -%}
  {%- if not node.columns -%}
    {{ return("key rls_policy: declare the columns, the policy is attached to one") }}
  {%- endif -%}
  {%- if config is none -%}{{ return(none) }}{%- endif -%}
  {%- if config is not mapping or config.keys() | sort != ['column', 'entitlement'] -%}
    {{ return("key rls_config: give column and entitlement and nothing else") }}
  {%- endif -%}
  {%- set column = node.columns.get(config.column) -%}
  {%- if not column -%}
    {{ return("key rls_config: there is no declared column " ~ config.column) }}
  {%- endif -%}
  {%- if masking_type(column.get('data_type') or 'VARCHAR') != 'VARCHAR' -%}
    {{ return("key rls_config: column " ~ config.column ~ " is no text") }}
  {%- endif -%}
  {%- if masked_columns(node.name, node.columns).get(config.column | lower) -%}
    {{ return("key rls_config: column " ~ config.column ~ " is masked; Snowflake lets a column"
      ~ " belong to one kind of policy") }}
  {%- endif -%}
  {%- set have = declared_columns(config.entitlement).keys() | list -%}
  {%- if 'role_name' not in have or 'entitled_value' not in have -%}
    {{ return("key rls_config: " ~ config.entitlement
      ~ " must declare the columns role_name and entitled_value") }}
  {%- endif -%}
  {{ return(none) }}
{%- endmacro %}
