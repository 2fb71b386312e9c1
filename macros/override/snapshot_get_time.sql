{#- Offline a snapshot's clock is the business date, so that versions of `check` snapshots and of
    hard deletes do not depend on when somebody ran them. A `check` snapshot that has already seen a
    change on that day goes on a second later: versions of one day keep apart and have different
    ids. Production keeps dbt's own clock. -#}
{% macro duckdb__snapshot_get_time() -%}
  {%- set day = "CAST(" ~ as_of_date() ~ " AS TIMESTAMP)" -%}
  {%- set published = load_relation(this) if config.get('strategy') == 'check' -%}
  {%- if published -%}
    GREATEST({{ day }}, (
      SELECT MAX(COALESCE(dbt_valid_to, dbt_valid_from)) + INTERVAL 1 SECOND FROM {{ published }}
    ))
  {%- else -%}
    {{ day }}
  {%- endif -%}
{%- endmacro %}
