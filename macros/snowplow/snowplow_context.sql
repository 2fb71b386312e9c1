{#- The data of one entity of an event's context, as JSON: the first whose schema has this name,
    NULL when the event carries none. The order of the entities means nothing. -#}
{% macro snowplow_context(expression, name) -%}
  {%- if not modules.re.fullmatch('[A-Za-z_]+', name) -%}
    {{ exceptions.raise_compiler_error(
      "snowplow_context: '" ~ name ~ "' is no schema name; write one like web_page"
    ) }}
  {%- endif -%}
  {{ return(adapter.dispatch('snowplow_context', 'edp')(expression, "'/" ~ name ~ "/'")) }}
{%- endmacro %}

{% macro snowflake__snowplow_context(expression, pattern) -%}
  {%- set carries = "CONTAINS(entity['schema']::VARCHAR, " ~ pattern ~ ")" -%}
  {#- FILTER takes an ARRAY, and what lies in a VARIANT is a VARIANT -#}
  {%- set entities = "AS_ARRAY(" ~ expression ~ "['data'])" -%}
  {{ return("FILTER(" ~ entities ~ ", entity -> " ~ carries ~ ")[0]['data']") }}
{%- endmacro %}

{% macro duckdb__snowplow_context(expression, pattern) -%}
  {%- set entities = "JSON_EXTRACT(" ~ expression ~ ", '$.data[*]')" -%}
  {%- set schema = "JSON_EXTRACT_STRING(entity, '$.schema')" -%}
  {%- set carries = "LAMBDA entity: CONTAINS(" ~ schema ~ ", " ~ pattern ~ ")" -%}
  {{ return("JSON_EXTRACT(LIST_FILTER(" ~ entities ~ ", " ~ carries ~ ")[1], '$.data')") }}
{%- endmacro %}
