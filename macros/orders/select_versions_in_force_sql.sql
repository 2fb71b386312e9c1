{#- SELECT of one row per subscription name and month in which a version of it is in force: the
    version with the latest term, of one term the newest. When a name was cancelled all its
    versions end with it. Arguments are CTEs: `subscriptions` as prep_subscription, `tiers` with
    one row per version to keep, `months` with snapshot_month. -#}
{% macro select_versions_in_force_sql(subscriptions, tiers, months) -%}
  {{ return(adapter.dispatch('select_versions_in_force_sql', 'edp')(
    subscriptions, tiers, months
  )) }}
{%- endmacro %}

{% macro default__select_versions_in_force_sql(subscriptions, tiers, months) -%}
WITH cancellations AS (
    SELECT
      dim_subscription_id_original,
      MIN(subscription_end_date) AS cancelled_date
    FROM {{ subscriptions }}
    WHERE is_latest_version AND subscription_status = 'Cancelled'
    GROUP BY dim_subscription_id_original
  ),

  terms AS (
    SELECT
      versions.*,
      tiers.dim_product_tier_id,
      CASE
        WHEN cancellations.cancelled_date < versions.term_end_date THEN cancellations.cancelled_date
        ELSE versions.term_end_date
      END AS in_force_until
    FROM {{ subscriptions }} AS versions
    INNER JOIN {{ tiers }} AS tiers
      ON versions.dim_subscription_id = tiers.dim_subscription_id
    LEFT OUTER JOIN cancellations
      ON versions.dim_subscription_id_original = cancellations.dim_subscription_id_original
    WHERE versions.subscription_status != 'Draft'
  ),

  covered AS (
    SELECT
      months.snapshot_month,
      terms.*
    FROM terms
    INNER JOIN {{ months }} AS months
      ON {{ is_in_force('terms.term_start_date', 'terms.in_force_until', 'months.snapshot_month') }}
  )

  {{ latest_record(
    'covered',
    key=['dim_subscription_id_original', 'snapshot_month'],
    order_by='term_start_date DESC, subscription_version DESC, created_at DESC,'
    ~ ' dim_subscription_id DESC'
  ) }}
{%- endmacro %}
