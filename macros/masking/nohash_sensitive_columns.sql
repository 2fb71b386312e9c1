{#- The SELECT list of the other half: the sensitive columns in clear, with the key that joins
    them to the hashed half (hashed there and here alike when the key itself is sensitive). For
    models in a `sensitive` folder only. -#}
{% macro nohash_sensitive_columns(model, join_key) -%}
  {%- if not execute -%}{{ return('*') }}{%- endif -%}
  {%- set columns = sensitive_columns(model, declared_columns(model)) -%}
  {{ return(nohash_columns_list(model, columns, join_key)) }}
{%- endmacro %}

{% macro nohash_columns_list(model, columns, join_key) -%}
  {%- if join_key not in columns -%}
    {{ exceptions.raise_compiler_error(
      "nohash_sensitive_columns: model " ~ model ~ " declares no column " ~ join_key ~ " to join by"
    ) }}
  {%- endif -%}
  {%- set kind = columns[join_key] -%}
  {%- set hashed = hash_value(join_key, kind) ~ " AS " ~ join_key ~ "_hash" if kind else none -%}
  {%- set published = [hashed or join_key] -%}
  {%- for name, kind in columns.items() if kind -%}
    {%- do published.append(name) -%}
  {%- endfor -%}
  {{ return(published | join(",\n  ")) }}
{%- endmacro %}
