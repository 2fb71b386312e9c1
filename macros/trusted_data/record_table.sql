{#- Full name of a table the platform keeps its own records in: prep.trusted_data, outside
    prod.workspace_data, whose views read it. On a developer's or a merge request's target it is
    that target's own prep database. -#}
{% macro record_table(name) -%}
  {{ return(generate_database_name('prep') ~ '.trusted_data.' ~ name) }}
{%- endmacro %}
