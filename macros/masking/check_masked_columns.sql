{#- A mask that hits nothing, or a policy of the wrong type, is an error of one line instead of
    an open column. -#}
{% macro check_masked_columns(model_name, masks, columns) -%}
  {%- set types = {} -%}
  {%- for column in columns -%}
    {%- do types.update({column.name | lower: masking_type(column.data_type)}) -%}
  {%- endfor -%}
  {%- for name, mask in masks.items() -%}
    {%- if name not in types -%}
      {{ exceptions.raise_compiler_error(
        "model " ~ model_name ~ ", column " ~ name
        ~ ": masked in the .yml but not a column of the relation"
      ) }}
    {%- elif types[name] != mask.type -%}
      {{ exceptions.raise_compiler_error(
        "model " ~ model_name ~ ", column " ~ name ~ ": the mask is for " ~ mask.type
        ~ " but the column is " ~ types[name]
        ~ "; declare its data_type"
      ) }}
    {%- endif -%}
  {%- endfor -%}
{%- endmacro %}
