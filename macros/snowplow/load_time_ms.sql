{#- The time from one mark of a browser's loading clock to a later one, in milliseconds. NULL when
    a mark is missing or 0 (it did not happen), when the clock was set back in between, and when
    it says more than an hour (it was set forward). -#}
{% macro load_time_ms(start, end) -%}
  {{ return(adapter.dispatch('load_time_ms', 'edp')(start, end)) }}
{%- endmacro %}

{% macro default__load_time_ms(start, end) -%}
  {%- set time = end ~ " - " ~ start -%}
  {{ return(
    "CASE WHEN " ~ start ~ " > 0 AND " ~ end ~ " > 0 AND " ~ time ~ " BETWEEN 0 AND 3600000 THEN "
    ~ time ~ " END::INTEGER"
  ) }}
{%- endmacro %}
