{#- CTEs up to `extract_versions`: the history of a table of which every extract appends a full
    copy. One row per record (raw column `id`) and unbroken run of extracts that show it with the
    same `columns`: those columns, valid_from, valid_to (empty while the newest extract shows it),
    uploaded_at and task_instance of the last extract of the run.

    A version begins at its updated_at; where that lies before the end of the version before it (a
    change that left no mark), with the first extract that shows it. It ends where the next one
    begins or with the first extract that does not show it. Repeated extracts of unchanged rows,
    and taking such repeats away, change nothing but the unmarked beginnings. -#}
{% macro select_extract_versions_sql(relation, columns) -%}
  {{ return(adapter.dispatch('select_extract_versions_sql', 'edp')(relation, columns)) }}
{%- endmacro %}

{% macro default__select_extract_versions_sql(relation, columns) -%}
{{ select_extract_states_sql(relation, columns) }},

marked AS (
  SELECT
    *,
    CASE
      WHEN
        LAG(content_hash) OVER (PARTITION BY id ORDER BY extract_number) = content_hash
        AND LAG(extract_number) OVER (PARTITION BY id ORDER BY extract_number)
        = extract_number - 1 THEN 0
      ELSE 1
    END AS run_starts
  FROM extract_states
),

numbered_runs AS (
  SELECT
    *,
    SUM(run_starts) OVER (
      PARTITION BY id ORDER BY extract_number
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS run_number
  FROM marked
),

runs AS (
  SELECT
    *,
    MIN(uploaded_at) OVER (PARTITION BY id, run_number) AS first_seen_at
  FROM numbered_runs
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id, run_number ORDER BY extract_number DESC) = 1
),

begun AS (
  SELECT
    *,
    CASE
      WHEN updated_at <= LAG(uploaded_at) OVER (PARTITION BY id ORDER BY run_number)
        THEN first_seen_at
      ELSE updated_at
    END AS valid_from
  FROM runs
),

extract_versions AS (
  SELECT
    {{ columns | join(',\n    ') }},
    valid_from,
    LEAST(
      next_extract_at,
      COALESCE(LEAD(valid_from) OVER (PARTITION BY id ORDER BY run_number), next_extract_at)
    ) AS valid_to,
    uploaded_at,
    task_instance
  FROM begun
)
{%- endmacro %}
