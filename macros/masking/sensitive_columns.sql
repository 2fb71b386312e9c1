{#- The columns a model declares, as a dict column -> kind of secret (none for an ordinary
    column). Kinds are declared with `config: {meta: {sensitive: <kind>}}`, never guessed from
    names. `node_columns` is the `columns` of the graph's node. -#}
{% macro sensitive_columns(model, node_columns) -%}
  {%- set kinds = ['email', 'name', 'ip', 'other'] -%}
  {%- set columns = {} -%}
  {%- for name, column in node_columns.items() -%}
    {%- set kind = (column.config.meta or {}).get('sensitive') -%}
    {%- if kind is not none and kind not in kinds -%}
      {{ exceptions.raise_compiler_error(
        "model " ~ model ~ ", column " ~ name ~ ", key sensitive: '" ~ kind ~ "' is not one of "
        ~ kinds | join(', ')
      ) }}
    {%- endif -%}
    {%- do columns.update({name: kind}) -%}
  {%- endfor -%}
  {%- if columns.values() | select | list | length == 0 -%}
    {{ exceptions.raise_compiler_error(
      "model " ~ model ~ " declares no sensitive column; set config.meta.sensitive on one in its"
      ~ " .yml or do not wrap it"
    ) }}
  {%- endif -%}
  {{ return(columns) }}
{%- endmacro %}
