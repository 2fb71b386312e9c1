{#- Whose a node is, as subject, owner and tier (text or none each). What the node says itself
    wins: the first subject among its tags, `owner` and `tier` of its meta. Then the subject its
    folder stands for. What is still open comes from what it reads: subject and owner where all of
    it agrees, and the tier of the most important part. A source asks the register. Then the owner
    of the subject; a test always has an owner. `known` remembers the answers of one run. -#}
{% macro responsibility(node, nodes, register, known) -%}
  {%- if node.unique_id in known -%}{{ return(known[node.unique_id]) }}{%- endif -%}
  {%- set areas = subjects() -%}
  {%- set found = {'subject': none, 'owner': none, 'tier': none} -%}
  {%- set config = node.config or {} -%}
  {%- set meta = config.meta or {} -%}
  {%- for tag in config.tags or [] if tag in areas and not found.subject -%}
    {%- do found.update({'subject': tag}) -%}
  {%- endfor -%}
  {%- if node.resource_type in ('model', 'source', 'snapshot') and not found.subject -%}
    {%- for area, folders in areas.items() -%}
      {%- for folder in node.fqn if folder in folders -%}
        {%- do found.update({'subject': area}) -%}
      {%- endfor -%}
    {%- endfor -%}
  {%- endif -%}
  {%- do found.update({
    'owner': meta.owner or none, 'tier': meta.tier | string if meta.tier else none
  }) -%}
  {%- set origins = [] -%}
  {%- if node.resource_type == 'source' -%}
    {%- do origins.append(register.get(meta.data_source) or {}) -%}
  {%- else -%}
    {%- set tested = node.tested_node_unique_id or node.attached_node -%}
    {%- set parents = [tested] if tested else (node.depends_on or {}).nodes or [] -%}
    {%- for parent in parents if parent in nodes -%}
      {%- do origins.append(responsibility(nodes[parent], nodes, register, known)) -%}
    {%- endfor -%}
  {%- endif -%}
  {%- for part in ('subject', 'owner', 'tier') if not found[part] -%}
    {%- set said = origins | map(attribute=part) | select | unique | list -%}
    {%- if said and (part == 'tier' or said | length == 1) -%}
      {%- do found.update({part: said | min}) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- if not found.owner -%}
    {%- set team = 'data_platform' if node.resource_type in ('test', 'unit_test') else none -%}
    {%- do found.update({'owner': register.get('subject ' ~ found.subject) or team}) -%}
  {%- endif -%}
  {%- do known.update({node.unique_id: found}) -%}
  {{ return(found) }}
{%- endmacro %}
