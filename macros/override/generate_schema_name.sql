{#- The schema is the folder's, word for word, on every target: people and Tableau read the same
    name everywhere. -#}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
  {{ return(schema_name_for(custom_schema_name, target.schema)) }}
{%- endmacro %}

{% macro schema_name_for(custom_schema_name, default_schema) -%}
  {{ return((custom_schema_name or default_schema) | trim | lower) }}
{%- endmacro %}
