{#- Where the stored test results live: prep.trusted_data.test_result, outside
    prod.workspace_data, whose views read it. On a developer's or a merge request's target it is
    that target's own prep database. -#}
{% macro test_result_table() -%}
  {{ return(generate_database_name('prep') ~ '.trusted_data.test_result') }}
{%- endmacro %}
