{#- What two relations of the query do not have in common: one row per differing row, `problem`
    saying on which side it is. NULL equals NULL; an empty relation misses every row of the other.

      final AS (
        {{ golden_difference('expected', 'actual', ['arr_month', 'arr']) }}
      )
-#}
{% macro golden_difference(expected, actual, columns) -%}
  {{ return(adapter.dispatch('golden_difference', 'edp')(expected, actual, columns)) }}
{%- endmacro %}

{% macro default__golden_difference(expected, actual, columns) -%}
  {%- if columns is string or not columns -%}
    {%- set problem = "columns must be a list of one or more column names" -%}
    {{ exceptions.raise_compiler_error("golden_difference: " ~ problem) }}
  {%- endif -%}
  {%- set sides = [] -%}
  {%- set directions = [('missing', expected, actual), ('unexpected', actual, expected)] -%}
  {%- for problem, left, right in directions -%}
    {%- set selected = "SELECT '" ~ problem ~ "' AS problem, " ~ columns | join(', ') ~ " FROM " -%}
    {%- do sides.append("(" ~ selected ~ left ~ " EXCEPT " ~ selected ~ right ~ ")") -%}
  {%- endfor -%}
  {{ return(sides | join(" UNION ALL ")) }}
{%- endmacro %}
