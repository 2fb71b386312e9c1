{#- Where the freshness measurements live, beside the stored test results: both are written by runs
    and read by the views of prod.workspace_data. -#}
{% macro source_freshness_table() -%}
  {{ return(generate_database_name('prep') ~ '.trusted_data.source_freshness_result') }}
{%- endmacro %}
