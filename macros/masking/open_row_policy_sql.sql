{#- Give the row access policy of a relation the body of today's entitlement. DuckDB has no
    policies: the comment 'row_access_policy: {...}' on the column is the witness, from which
    `edp query --role` filters. -#}
{% macro open_row_policy_sql(relation, policy, entitled) -%}
  {{ return(adapter.dispatch('open_row_policy_sql', 'edp')(relation, policy, entitled)) }}
{%- endmacro %}

{% macro snowflake__open_row_policy_sql(relation, policy, entitled) -%}
ALTER ROW ACCESS POLICY {{ row_policy_name(relation) }} SET BODY ->
  {{ row_policy_body(policy.role, entitled) }};
{%- endmacro %}

{% macro duckdb__open_row_policy_sql(relation, policy, entitled) -%}
  {%- set witness = {'role': policy.role, 'entitled': entitled_values(entitled)} -%}
COMMENT ON COLUMN {{ relation }}.{{ policy.column }} IS
  {{ text_literal('row_access_policy: ' ~ tojson(witness, sort_keys=true)) }};
{%- endmacro %}
