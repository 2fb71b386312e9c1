{#- The `columns` of the model, seed or snapshot of that name. -#}
{% macro declared_columns(model) -%}
  {%- for node in graph.nodes.values() | selectattr('name', 'equalto', model) -%}
    {%- if node.resource_type in ('model', 'seed', 'snapshot') -%}
      {{ return(node.columns) }}
    {%- endif -%}
  {%- endfor -%}
  {{ exceptions.raise_compiler_error("there is no model, seed or snapshot named " ~ model) }}
{%- endmacro %}
