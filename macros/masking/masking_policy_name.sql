{#- <database>.masking.<role>_<type>: one policy per masking role and data type, beside the
    tables it masks. -#}
{% macro masking_policy_name(database, role, type) -%}
  {%- set suffix = modules.re.sub('[^a-z0-9]+', '_', type | lower).strip('_') -%}
  {{ return(database ~ '.masking.' ~ role ~ '_' ~ suffix) }}
{%- endmacro %}
