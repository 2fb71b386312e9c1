{#- Create a row access policy that shows nothing to anybody but the builders. The hook of the
    relation opens it, when the entitlement it needs is built; until then a row is hidden rather
    than shown to the wrong people. -#}
{% macro create_row_policy_sql(relation, type) -%}
CREATE ROW ACCESS POLICY IF NOT EXISTS {{ row_policy_name(relation) }} AS (val {{ type }})
RETURNS BOOLEAN -> {{ row_policy_body(none, []) }};
{%- endmacro %}
