{#- Condition under which a row is seen: for the builders and members of `role` always, for the
    roles of `entitled` (pairs of role and value) where the column `val` has one of their values.
    A row without a value is nobody's. -#}
{% macro row_policy_body(role, entitled) -%}
  {%- set ways = ["CURRENT_ROLE() IN ('TRANSFORMER', 'LOADER')"] -%}
  {%- if role -%}
    {%- do ways.append("IS_ROLE_IN_SESSION(" ~ text_literal(role | upper) ~ ")") -%}
  {%- endif -%}
  {%- for name, values in entitled_values(entitled).items() -%}
    {%- set listed = [] -%}
    {%- for value in values -%}{%- do listed.append(text_literal(value)) -%}{%- endfor -%}
    {%- do ways.append(
      "(IS_ROLE_IN_SESSION(" ~ text_literal(name | upper) ~ ") AND val IN ("
      ~ listed | join(', ') ~ "))"
    ) -%}
  {%- endfor -%}
  {{ return(ways | join(' OR ')) }}
{%- endmacro %}
