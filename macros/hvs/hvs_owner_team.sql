{#- The team that works for an account or case, from its owner: the queue users and advocates of
    the small-business business sit in one of two territories. Anybody else is no such owner. -#}
{% macro hvs_owner_team(is_hvs_owner, geo) -%}
  CASE
    WHEN NOT {{ is_hvs_owner }} THEN 'Other'
    WHEN {{ geo }} IN ('AMER', 'APAC', 'APJ', 'JAPAC') THEN 'AMER/APJ'
    WHEN {{ geo }} = 'EMEA' THEN 'EMEA'
    ELSE 'Other'
  END
{%- endmacro %}
