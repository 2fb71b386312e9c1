{#- What happened, in words that hold no value from the data: dbt's and the engine's own texts
    may quote a failing value. -#}
{% macro test_message(resource_type, status, rows_failed, message) -%}
  {%- if status in ('pass', 'skipped') -%}{{ return(none) }}{%- endif -%}
  {%- if status == 'error' -%}
    {%- set kinds = modules.re.findall('[A-Z][A-Za-z]+ Error|[A-Za-z]+Exception', message or '') -%}
    {{ return('could not run: ' ~ (kinds | unique | join(', ') or 'unknown error')) }}
  {%- endif -%}
  {%- if resource_type == 'unit_test' -%}
    {{ return('actual rows differ from expected rows') }}
  {%- endif -%}
  {{ return(rows_failed ~ ' failing rows') }}
{%- endmacro %}
