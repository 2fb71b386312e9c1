{#- Create a policy if it is missing, then give it the body of this version of the code. The
    roles that load and transform see clear values, or dbt would store masked ones; the members
    of the masking role see them too; everybody else sees '***MASKED***', or NULL where the type
    is not text (a 0 would be a plausible lie). -#}
{% macro create_masking_policy_sql(database, role, type) -%}
  {%- set policy = masking_policy_name(database, role, type) -%}
  {%- set mask = "'***MASKED***'" if type == 'VARCHAR' else 'NULL' -%}
  {%- set clear = "CURRENT_ROLE() IN ('TRANSFORMER', 'LOADER') OR IS_ROLE_IN_SESSION('"
    ~ role | upper ~ "')" -%}
  {%- set body = "CASE WHEN " ~ clear ~ " THEN val ELSE " ~ mask ~ " END" -%}
CREATE MASKING POLICY IF NOT EXISTS {{ policy }} AS (val {{ type }}) RETURNS {{ type }} ->
  {{ body }};
ALTER MASKING POLICY {{ policy }} SET BODY ->
  {{ body }};
{%- endmacro %}
