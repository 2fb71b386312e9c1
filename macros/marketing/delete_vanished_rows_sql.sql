{#- Statement that deletes the rows whose key the model they were made from no longer has: for an
    incremental model that keeps a memory of what it published, but of nobody who is gone. -#}
{% macro delete_vanished_rows_sql(key, origin) -%}
  DELETE FROM {{ this }} WHERE {{ key }} NOT IN (SELECT {{ key }} FROM {{ ref(origin) }})
{%- endmacro %}
