{#- <database>.masking.rows_of_<schema>_<table>: a row access policy belongs to one relation. -#}
{% macro row_policy_name(relation) -%}
  {%- set policy = 'rows_of_' ~ relation.schema ~ '_' ~ relation.identifier -%}
  {{ return(relation.database ~ '.masking.' ~ policy) }}
{%- endmacro %}
