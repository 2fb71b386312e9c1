{#- SELECT of the stars of one kind of propensity score: one row per account and score date, with
    the date of its next score. -#}
{% macro select_stars_sql(scores, kind) -%}
  SELECT
    crm_account_id,
    {{ kind }}_stars AS stars,
    score_date,
    COALESCE(
      LEAD(score_date) OVER (PARTITION BY crm_account_id ORDER BY score_date), '9999-12-31'::DATE
    ) AS next_score_date
  FROM {{ scores }}
  WHERE {{ kind }}_score IS NOT NULL
{%- endmacro %}
