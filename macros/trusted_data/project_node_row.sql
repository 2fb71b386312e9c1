{#- One node of the project as the values of its row, without what all rows of a run share. -#}
{% macro project_node_row(node, duty) -%}
  {%- set kind = node.resource_type -%}
  {%- set is_test = kind in ('test', 'unit_test') -%}
  {%- set folder = (node.fqn or [none, none])[1] -%}
  {%- set name = node.source_name ~ '.' ~ node.name if kind == 'source' else node.name -%}
  {%- set tested = node.tested_node_unique_id or node.attached_node -%}
  {%- set read = [tested] if tested else (node.depends_on or {}).nodes -%}
  {%- set parts = [] -%}
  {%- for part in (read if is_test else node.columns) -%}
    {%- do parts.append({'name': part}) -%}
  {%- endfor -%}
  {%- set generic_name = node.test_metadata.name if node.test_metadata else none -%}
  {{ return([
    node.unique_id, kind, name, folder if kind == 'model' else kind,
    duty.subject, duty.owner, duty.tier, node.relation_name or none,
    test_type(kind, generic_name, node.config.tags) if is_test else none,
    node.column_name or none, node.contract.enforced if node.contract else false,
    tojson(parts)
  ]) }}
{%- endmacro %}
