{#- The Snowflake type a masking policy takes and gives for a column type. Precision and scale
    stay: a policy over plain NUMBER would round what it shows. -#}
{% macro masking_type(data_type) -%}
  {%- set type = data_type | upper | trim -%}
  {%- set known = {
    'TEXT': 'VARCHAR', 'STRING': 'VARCHAR', 'JSON': 'VARIANT',
    'INT': 'NUMBER(38, 0)', 'INTEGER': 'NUMBER(38, 0)', 'BIGINT': 'NUMBER(38, 0)',
    'HUGEINT': 'NUMBER(38, 0)', 'NUMBER': 'NUMBER(38, 0)', 'DOUBLE': 'FLOAT',
    'TIMESTAMP': 'TIMESTAMP_NTZ'
  } -%}
  {%- if type.startswith(('VARCHAR', 'CHARACTER VARYING')) -%}{{ return('VARCHAR') }}{%- endif -%}
  {%- set exact = '(DECIMAL|NUMERIC|NUMBER)\\(([0-9]+), *([0-9]+)\\)' -%}
  {%- set digits = modules.re.fullmatch(exact, type) -%}
  {%- if digits -%}
    {{ return('NUMBER(' ~ digits.group(2) ~ ', ' ~ digits.group(3) ~ ')') }}
  {%- endif -%}
  {{ return(known.get(type, type)) }}
{%- endmacro %}
