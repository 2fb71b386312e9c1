{#- Where a model's database lives on each target.

    prod, its offline twin and both DuckDB targets use the layer's own name. Every other Snowflake
    target is somebody's copy: its profile names <OWNER>_PREP, so <OWNER> is the prefix of all it
    writes. `raw` and `static` are shared and never copied (Data Team Platform, "Data Storage").
-#}
{% macro generate_database_name(custom_database_name=none, node=none) -%}
  {{ return(database_name_for(custom_database_name, target.name, target.type, target.database)) }}
{%- endmacro %}

{% macro database_name_for(custom_database_name, target_name, target_type, target_database) -%}
  {%- set wanted = (custom_database_name or 'prep') | trim | lower -%}
  {%- set production = target_type == 'duckdb' or target_name in ('prod', 'snowflake_offline') -%}
  {%- if production or wanted in ('raw', 'static') -%}
    {{ return(wanted) }}
  {%- endif -%}
  {%- set personal = target_database | trim | lower -%}
  {%- if not personal.endswith('_prep') -%}
    {{ exceptions.raise_compiler_error(
      "profiles.yml, target " ~ target_name ~ ", key database: '" ~ target_database
      ~ "' must end in _prep, e.g. <user>_prep"
    ) }}
  {%- endif -%}
  {{ return(personal[:-5] ~ '_' ~ wanted) }}
{%- endmacro %}
