{#- What a CREATE statement says behind its column list to be born with its row access policy;
    nothing for a node without one. `rows` is the result of row_policy. -#}
{% macro row_policy_clause(relation, rows) -%}
  {%- if not rows -%}{{ return('') }}{%- endif -%}
  {{ return(
    ' WITH ROW ACCESS POLICY ' ~ row_policy_name(relation) ~ ' ON (' ~ rows.column ~ ')'
  ) }}
{%- endmacro %}
