{#- CTEs up to `extract_states`: every row of every full extract once, with the extract's
    task_instance, uploaded_at, extract_number and next_extract_at (empty for the newest), and
    content_hash over `columns`. -#}
{% macro select_extract_states_sql(relation, columns) -%}
  {{ return(adapter.dispatch('select_extract_states_sql', 'edp')(relation, columns)) }}
{%- endmacro %}

{% macro default__select_extract_states_sql(relation, columns) -%}
extracts AS (
  SELECT
    _task_instance AS task_instance,
    MIN({{ epoch_to_timestamp('_uploaded_at') }}) AS uploaded_at
  FROM {{ relation }}
  GROUP BY _task_instance
),

numbered_extracts AS (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY uploaded_at, task_instance) AS extract_number,
    LEAD(uploaded_at) OVER (ORDER BY uploaded_at, task_instance) AS next_extract_at
  FROM extracts
),

single_rows AS (
  {#- an extract that was repeated under the same name brings a record twice -#}
  {{ latest_record(
    relation, key=['id', '_task_instance'], order_by='updated_at DESC, _uploaded_at DESC'
  ) }}
),

extract_states AS (
  SELECT
    single_rows.*,
    numbered_extracts.task_instance,
    numbered_extracts.uploaded_at,
    numbered_extracts.extract_number,
    numbered_extracts.next_extract_at,
    {{ surrogate_key(columns) }} AS content_hash
  FROM single_rows
  INNER JOIN numbered_extracts
    ON single_rows._task_instance = numbered_extracts.task_instance
)
{%- endmacro %}
