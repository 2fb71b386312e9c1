{#- CTEs `published` and `recent`: of a relation the rows that an incremental run has to look at,
    on a full refresh all of them. A row counts as recent up to var('extract_lookback_days') days
    before the newest upload this model has published, because loads that run side by side end out
    of order. -#}
{% macro select_recent_uploads_sql(relation, uploaded_at='uploaded_at') -%}
  {{ return(adapter.dispatch('select_recent_uploads_sql', 'edp')(relation, uploaded_at)) }}
{%- endmacro %}

{% macro default__select_recent_uploads_sql(relation, uploaded_at) -%}
{%- if is_incremental() -%}
published AS (
  SELECT
    {{ dbt.dateadd('day', -1 * var('extract_lookback_days', 3), 'MAX(uploaded_at)') }}
      AS first_moment
  FROM {{ this }}
),

recent AS (
  SELECT {{ relation }}.*
  FROM {{ relation }}
  CROSS JOIN published
  WHERE
    published.first_moment IS NULL
    OR {{ relation }}.{{ uploaded_at }} >= published.first_moment
)
{%- else -%}
recent AS (
  SELECT *
  FROM {{ relation }}
)
{%- endif -%}
{%- endmacro %}
