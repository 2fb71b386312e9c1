{#- The sum of those expressions that have a value; NULL when none has one, because what nobody
    reported is unknown and not zero. -#}
{% macro sum_of_available(expressions) -%}
  CASE
    WHEN COALESCE({{ expressions | join(', ') }}) IS NOT NULL
      THEN {% for expression in expressions -%}
        {{ ' + ' if not loop.first }}COALESCE({{ expression }}, 0)
      {%- endfor %}
  END
{%- endmacro %}
