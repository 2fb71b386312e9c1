{#- CTEs up to `newest_states`: of every record (raw column `id`) the row with the newest
    updated_at, all raw columns plus uploaded_at. The time of the extract decides only between rows
    of the same updated_at, because an extract can bring an older state again.

    An incremental run reads the extracts of the last days (`var('extract_lookback_days')`) and
    keeps what is newer than the published row, so it ends where a full refresh would. -#}
{% macro select_newest_states_sql(relation, published_key) -%}
  {{ return(adapter.dispatch('select_newest_states_sql', 'edp')(relation, published_key)) }}
{%- endmacro %}

{% macro default__select_newest_states_sql(relation, published_key) -%}
  {%- set uploaded_at = epoch_to_timestamp(relation ~ '._uploaded_at') -%}
  {%- set first_moment = dbt.dateadd(
    'day', -var('extract_lookback_days', 3), 'MAX(uploaded_at)'
  ) -%}
{%- if is_incremental() -%}
published AS (
  SELECT
    {{ published_key }},
    updated_at,
    uploaded_at
  FROM {{ this }}
),

last_extracts AS (
  SELECT {{ first_moment }} AS first_moment
  FROM published
),

extracted AS (
  SELECT
    {{ relation }}.*,
    {{ uploaded_at }} AS uploaded_at
  FROM {{ relation }}
  CROSS JOIN last_extracts
  WHERE
    last_extracts.first_moment IS NULL
    OR {{ uploaded_at }} >= last_extracts.first_moment
),

candidates AS (
  SELECT extracted.*
  FROM extracted
  LEFT OUTER JOIN published
    ON extracted.id = published.{{ published_key }}
  WHERE
    published.{{ published_key }} IS NULL
    OR extracted.updated_at > published.updated_at
    OR (
      extracted.updated_at = published.updated_at
      AND extracted.uploaded_at > published.uploaded_at
    )
),
{%- else -%}
candidates AS (
  SELECT
    {{ relation }}.*,
    {{ uploaded_at }} AS uploaded_at
  FROM {{ relation }}
),
{%- endif %}

newest_states AS (
  {{ latest_record(
    'candidates', key='id', order_by='updated_at DESC, uploaded_at DESC, _task_instance DESC'
  ) }}
)
{%- endmacro %}
