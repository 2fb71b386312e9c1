{#- One line of a CREATE statement's column list with its masking policy, if the column has
    one. `line` is the column as it stands there, names[position] its name. -#}
{% macro column_with_mask(line, names, position, masks, database) -%}
  {%- set mask = masks.get(names[position] | lower) -%}
  {%- if not mask -%}{{ return(line) }}{%- endif -%}
  {{ return(line ~ ' WITH MASKING POLICY ' ~ masking_policy_name(database, mask.role, mask.type)) }}
{%- endmacro %}
