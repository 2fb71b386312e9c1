{#- The weights of those measures that have a score (columns <measure>_score), added up; NULL when
    none has one. -#}
{% macro available_weight(measures) -%}
  NULLIF(
      {%- for measure, weight in measures.items() %}
      {{ '+ ' if not loop.first }}CASE WHEN {{ measure }}_score IS NULL THEN 0 ELSE {{ weight }} END
      {%- endfor %},
      0
    )
{%- endmacro %}
