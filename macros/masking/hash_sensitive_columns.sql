{#- The SELECT list of a model with its secrets hashed: a sensitive column c becomes c_hash,
    every other declared column passes. Only declared columns are published, so a column nobody
    described cannot slip through.
      SELECT {{ hash_sensitive_columns('contact_source') }} FROM {{ ref('contact_source') }}
    (Data Team Platform, "Static Masking".) -#}
{% macro hash_sensitive_columns(model) -%}
  {%- if not execute -%}{{ return('*') }}{%- endif -%}
  {{ return(hash_columns_list(sensitive_columns(model, declared_columns(model)))) }}
{%- endmacro %}

{% macro hash_columns_list(columns) -%}
  {%- set published = [] -%}
  {%- for name, kind in columns.items() -%}
    {%- do published.append(hash_value(name, kind) ~ " AS " ~ name ~ "_hash" if kind else name) -%}
  {%- endfor -%}
  {{ return(published | join(",\n  ")) }}
{%- endmacro %}
