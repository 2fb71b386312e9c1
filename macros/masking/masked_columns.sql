{#- The masked columns of a node as a dict column -> {role, type}; empty for nearly every model.
    `type` is the Snowflake type of the policy, from the column's data_type, VARCHAR when none is
    declared. -#}
{% macro masked_columns(model_name, columns) -%}
  {%- set masked = {} -%}
  {%- for name, column in columns.items() -%}
    {%- set role = ((column.get('config') or {}).get('meta') or {}).get('masking_policy') -%}
    {%- if role is not none -%}
      {%- if role not in masking_roles() -%}
        {{ exceptions.raise_compiler_error(
          "model " ~ model_name ~ ", column " ~ name ~ ", key masking_policy: '" ~ role
          ~ "' is no masking role; choose one of " ~ masking_roles() | join(', ')
        ) }}
      {%- endif -%}
      {%- set type = masking_type(column.get('data_type') or 'VARCHAR') -%}
      {%- do masked.update({name | lower: {'role': role, 'type': type}}) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(masked) }}
{%- endmacro %}
