{#- Pairs of role and value as a dict role -> values, both sorted. -#}
{% macro entitled_values(entitled) -%}
  {%- set found = {} -%}
  {%- for pair in entitled | sort -%}
    {%- do found.setdefault(pair[0] | lower, []).append(pair[1]) -%}
  {%- endfor -%}
  {{ return(found) }}
{%- endmacro %}
