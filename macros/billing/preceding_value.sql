{#- A measure of the charge segment before this one, 0 for the first: the segment before in the
    same version of the charge, or the same segment in the version before. True-ups have no charge
    number and stand alone. -#}
{% macro preceding_value(measure) -%}
  {{ return(adapter.dispatch('preceding_value', 'edp')(measure)) }}
{%- endmacro %}

{% macro default__preceding_value(measure) -%}
  COALESCE(LAG({{ measure }}) OVER (
    PARTITION BY subscription_name, COALESCE(charge_number, dim_charge_id)
    ORDER BY charge_segment, charge_version, subscription_version, dim_charge_id
  ), 0)
{%- endmacro %}
