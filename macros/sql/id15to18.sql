{#- A Salesforce id in its 18-character form. The three added characters say which letters of
    each group of five are upper case: group '0014M' is 00001 read backwards, position in A-Z0-5.
    18 characters stay, '' is NULL, and any other length stays as it is so that a relationship
    test finds it instead of a silent NULL. -#}
{% macro id15to18(expression) -%}
  {{ return(adapter.dispatch('id15to18', 'edp')(expression)) }}
{%- endmacro %}

{% macro default__id15to18(expression) -%}
  {%- set id = "NULLIF(TRIM(" ~ expression ~ "), '')" -%}
  {%- set upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' -%}
  {%- set letters = upper ~ upper | lower ~ '0123456789' -%}
  {%- set flags = '1' * 26 ~ '0' * 36 -%}
  {%- set patterns = [] -%}
  {%- for number in range(32) -%}
    {%- set bits = [] -%}
    {%- for place in range(5) -%}{%- do bits.append((number // 2 ** place) % 2) -%}{%- endfor -%}
    {%- do patterns.append(bits | join) -%}
  {%- endfor -%}
  {%- set checks = [] -%}
  {%- for start in (1, 6, 11) -%}
    {%- set part = "SUBSTR(" ~ id ~ ", " ~ start ~ ", 5)" -%}
    {%- set group = "TRANSLATE(" ~ part ~ ", '" ~ letters ~ "', '" ~ flags ~ "')" -%}
    {%- set known = "'" ~ patterns | join(',') ~ "'" -%}
    {%- set found = adapter.dispatch('position_in', 'edp')(group, known) -%}
    {%- set place = "CAST(GREATEST(CEIL(" ~ found ~ " / 6.0), 1) AS INTEGER)" -%}
    {%- do checks.append("SUBSTR('" ~ upper ~ "012345', " ~ place ~ ", 1)") -%}
  {%- endfor -%}
  {%- set longer = ([id] + checks) | join(' || ') -%}
  {{ return("CASE WHEN LENGTH(" ~ id ~ ") = 15 THEN " ~ longer ~ " ELSE " ~ id ~ " END") }}
{%- endmacro %}

{% macro snowflake__position_in(needle, haystack) -%}
  {{ return("CHARINDEX(" ~ needle ~ ", " ~ haystack ~ ")") }}
{%- endmacro %}

{% macro duckdb__position_in(needle, haystack) -%}
  {{ return("STRPOS(" ~ haystack ~ ", " ~ needle ~ ")") }}
{%- endmacro %}
