{#- SELECT of the first day (column first_day, one row) a daily snapshot has to be rebuilt from,
    so that an incremental run ends where a full refresh would: the day of the oldest version
    that counts at the end of its first day and is not published yet, or a few days before the
    newest published day, whichever is earlier. `published` must carry snapshot_date and
    snapshot_version_id. NULL when there is nothing to publish. -#}
{% macro find_first_changed_day_sql(snapshot, published, key) -%}
  {{ return(adapter.dispatch('find_first_changed_day_sql', 'edp')(snapshot, published, key)) }}
{%- endmacro %}

{% macro default__find_first_changed_day_sql(snapshot, published, key) -%}
WITH day_end_versions AS (
  SELECT
    dbt_scd_id,
    dbt_valid_from::DATE AS first_day
  FROM {{ snapshot }}
  WHERE dbt_valid_from::DATE <= {{ as_of_date() }}
    AND (dbt_valid_to IS NULL OR dbt_valid_to::DATE > dbt_valid_from::DATE)
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY {{ key }}, dbt_valid_from::DATE
    ORDER BY dbt_valid_from DESC, COALESCE(dbt_valid_to, '9999-12-31'::TIMESTAMP) DESC, dbt_scd_id
  ) = 1
), candidate_days AS (
  SELECT MIN(day_end_versions.first_day) AS first_day
  FROM day_end_versions
  LEFT JOIN {{ published }} AS published_rows
    ON day_end_versions.dbt_scd_id = published_rows.snapshot_version_id
  WHERE published_rows.snapshot_version_id IS NULL
  UNION ALL
  SELECT
    {{ dbt.dateadd('day', -1 * var('snapshot_lookback_days', 3), 'MAX(snapshot_date)') }}::DATE
      AS first_day
  FROM {{ published }}
)

SELECT MIN(first_day) AS first_day
FROM candidate_days
{%- endmacro %}
