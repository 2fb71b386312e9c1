{#- SELECT of the days a score was the newest known one of its account: from its score date up
    to the day before the next. -#}
{% macro score_periods_sql(scores) -%}
  SELECT
    crm_account_id,
    score,
    score_group,
    uploaded_at,
    score_date,
    COALESCE(
      LEAD(score_date) OVER (PARTITION BY crm_account_id ORDER BY score_date), '9999-12-31'::DATE
    ) AS next_score_date
  FROM {{ scores }}
{%- endmacro %}
