{#- A snapshot's clock is the business date wherever a run has one: always offline, and on Snowflake
    when var('as_of_date') is given. Versions of `check` snapshots and of hard deletes then do not
    depend on when somebody ran them. A `check` snapshot that has already seen a change on that day
    goes on a second later: versions of one day keep apart and have different ids. The daily run of
    production names no date and keeps dbt's own clock. -#}
{% macro duckdb__snapshot_get_time() -%}
  {{ business_snapshot_time() }}
{%- endmacro %}

{% macro snowflake__snapshot_get_time() -%}
  {%- if var('as_of_date', none) -%}
    {{ business_snapshot_time() }}
  {%- else -%}
    TO_TIMESTAMP_NTZ({{ current_timestamp() }})
  {%- endif -%}
{%- endmacro %}

{% macro business_snapshot_time() -%}
  {%- set day = "CAST(" ~ as_of_date() ~ " AS TIMESTAMP)" -%}
  {%- set published = load_relation(this) if config.get('strategy') == 'check' -%}
  {%- if published -%}
    {#- GREATEST of a NULL is NULL on Snowflake -#}
    GREATEST({{ day }}, COALESCE((
      SELECT MAX(COALESCE(dbt_valid_to, dbt_valid_from)) + INTERVAL '1 second' FROM {{ published }}
    ), {{ day }}))
  {%- else -%}
    {{ day }}
  {%- endif -%}
{%- endmacro %}
