{#- SELECT of one row per key and day: what was true at the END of that day (column snapshot_date,
    then all columns of the snapshot). A version counts from its first day up to the day before its
    end; of several versions begun on one day the last one counts. Each version also ends where the
    next of its key begins, so days never overlap whatever the input; a day without a valid version
    (a deleted record) has no row. Days after `as_of` are left out. -#}
{% macro snapshot_spine(
  snapshot, dates, key, as_of=none, valid_from='dbt_valid_from', valid_to='dbt_valid_to'
) -%}
  {{ return(adapter.dispatch('snapshot_spine', 'edp')(
    snapshot, dates, key, as_of or as_of_date(), valid_from, valid_to
  )) }}
{%- endmacro %}

{% macro default__snapshot_spine(snapshot, dates, key, as_of, valid_from, valid_to) -%}
  {%- set keys = key if key is string else key | join(', ') -%}
  {%- set end_at = "COALESCE(" ~ valid_to ~ ", '9999-12-31'::TIMESTAMP)" -%}
WITH spine_versions AS (
  SELECT
    *,
    CAST({{ valid_from }} AS DATE) AS spine_first_day,
    LEAST(
      CAST({{ end_at }} AS DATE),
      COALESCE(
        LEAD(CAST({{ valid_from }} AS DATE)) OVER (
          PARTITION BY {{ keys }} ORDER BY {{ valid_from }}, {{ end_at }}
        ),
        '9999-12-31'::DATE
      )
    ) AS spine_end_day
  FROM {{ snapshot }}
)

SELECT
  spine_dates.date_actual AS snapshot_date,
  spine_versions.* EXCLUDE (spine_first_day, spine_end_day)
FROM spine_versions
INNER JOIN {{ dates }} AS spine_dates
  ON spine_versions.spine_first_day <= spine_dates.date_actual
    AND spine_versions.spine_end_day > spine_dates.date_actual
WHERE spine_dates.date_actual <= {{ as_of }}
{%- endmacro %}
