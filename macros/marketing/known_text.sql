{#- A text somebody typed, or NULL where nobody knew: an empty text and the '[[unknown]]' that
    forms and integrations write into a required field are no value, so that the next source in
    priority can give one. -#}
{% macro known_text(expression) -%}
  {{ return(
    "CASE WHEN LOWER(TRIM(" ~ expression ~ ")) NOT IN ('', '[[unknown]]') THEN TRIM("
    ~ expression ~ ") END"
  ) }}
{%- endmacro %}
