{#- SELECT of one row per address with the newest lead that makes a product qualified contact:
    somebody who asked to be contacted, or who tries the product for a company. With the people
    in the namespace and the newest trial of its group. -#}
{% macro select_newest_pql_leads_sql(leads, namespaces, trials) -%}
SELECT
  {{ leads }}.email,
  {{ leads }}.namespace_id,
  {{ namespaces }}.hierarchy_member_count,
  {{ trials }}.trial_start_date,
  {{ trials }}.trial_end_date
FROM {{ leads }}
LEFT OUTER JOIN {{ namespaces }}
  ON {{ leads }}.namespace_id = {{ namespaces }}.dim_namespace_id
LEFT OUTER JOIN {{ trials }}
  ON {{ namespaces }}.ultimate_parent_namespace_id = {{ trials }}.ultimate_parent_namespace_id
    AND {{ trials }}.is_latest_trial
WHERE
  {{ leads }}.email IS NOT NULL
  AND (
    {{ leads }}.product_interaction = 'Hand Raise PQL'
    OR (
      {{ leads }}.product_interaction = 'SaaS Trial'
      AND COALESCE({{ leads }}.is_for_business_use, FALSE)
    )
  )
QUALIFY
  ROW_NUMBER() OVER (
    PARTITION BY {{ leads }}.email
    ORDER BY {{ leads }}.created_at DESC, {{ leads }}.leads_id DESC
  ) = 1
{%- endmacro %}
