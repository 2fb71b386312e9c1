{#- The salt of one kind of secret (email, name, ip, other), as a SQL expression.

    Snowflake: looked up in raw.security.hash_salt (salt_kind, salt), which only LOADER and
    TRANSFORMER may read. The salt is therefore never in compiled SQL, in artifacts, in query
    history or in a view's definition. A session variable would not do: a view reads it in the
    reader's session. A missing salt makes the hash NULL, so a run without all of them is refused
    (refuse_offline_salts); two salts of one kind are an error.
    DuckDB: a fixed, public salt. The data offline is generated, so nothing is protected by it,
    and production cannot fall back on it, because this branch does not exist there. -#}
{% macro hash_salt(kind) -%}
  {{ return(adapter.dispatch('hash_salt', 'edp')(kind)) }}
{%- endmacro %}

{% macro snowflake__hash_salt(kind) -%}
  {{ return(
    "(SELECT salt FROM raw.security.hash_salt WHERE salt_kind = " ~ text_literal(kind) ~ ")"
  ) }}
{%- endmacro %}

{% macro duckdb__hash_salt(kind) -%}
  {{ return(text_literal('offline-' ~ kind ~ '-salt')) }}
{%- endmacro %}
