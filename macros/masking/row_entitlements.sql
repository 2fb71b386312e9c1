{#- The rows of an entitlement as pairs of role and value. Asked at execution only: the model
    depends on its entitlement, so it is built. -#}
{% macro row_entitlements(entitlement) -%}
  {%- set node = graph.nodes.values() | selectattr('name', 'equalto', entitlement) | first -%}
  {%- set sql = "SELECT role_name, entitled_value FROM " ~ node.relation_name ~ " ORDER BY 1, 2" -%}
  {%- set pairs = [] -%}
  {%- for row in run_query(sql) -%}{%- do pairs.append([row[0], row[1]]) -%}{%- endfor -%}
  {{ return(pairs) }}
{%- endmacro %}
