{#- One JSON comment behind every statement: which node of which run on which target sent it. -#}
{% macro query_comment(node=none) -%}
  {{ return(query_comment_for(
    node.unique_id if node else none, target.name, target.type, invocation_id
  )) }}
{%- endmacro %}

{% macro query_comment_for(node_id, target_name, target_type, invocation) -%}
  {{ return(tojson({
    'app': 'edp', 'node': node_id, 'target': target_name, 'engine': target_type,
    'invocation': invocation
  }, sort_keys=true)) }}
{%- endmacro %}
