{#- Nodes, unit tests and sources of the project by unique id. -#}
{% macro project_nodes() -%}
  {%- set nodes = {} -%}
  {%- do nodes.update(graph.nodes) -%}
  {%- do nodes.update(graph.unit_tests or {}) -%}
  {%- do nodes.update(graph.sources) -%}
  {{ return(nodes) }}
{%- endmacro %}
