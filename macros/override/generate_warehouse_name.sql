{#- The Snowflake warehouse of a size (XS, S, M, L, XL, 2XL, 4XL) on this target; '' on DuckDB,
    which has none.

    The sizes that exist are the mission's table: production has no M, development no S (Data
    Team Platform, "Compute Resources"). A size that is missing on a target is an error that
    names the choice. -#}
{% macro generate_warehouse_name(size) -%}
  {{ return(warehouse_name_for(size, target.name, target.type)) }}
{%- endmacro %}

{% macro warehouse_name_for(size, target_name, target_type) -%}
  {%- set production = {
    'XS': 'transforming_xs', 'S': 'transforming_s', 'L': 'transforming_l',
    'XL': 'transforming_xl', '2XL': 'transforming_2xl', '4XL': 'transforming_4xl'
  } -%}
  {%- set development = {'XS': 'dev_xs', 'M': 'dev_m', 'L': 'dev_l', 'XL': 'dev_xl'} -%}
  {%- if target_type != 'snowflake' -%}{{ return('') }}{%- endif -%}
  {%- set in_production = target_name in ('prod', 'snowflake_offline') -%}
  {%- set warehouses = production if in_production else development -%}
  {%- if size not in warehouses -%}
    {{ exceptions.raise_compiler_error(
      "generate_warehouse_name: target " ~ target_name ~ " has no warehouse of size '" ~ size
      ~ "'; choose one of " ~ warehouses | join(', ')
    ) }}
  {%- endif -%}
  {{ return(warehouses[size]) }}
{%- endmacro %}
