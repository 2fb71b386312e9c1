{#- SELECT of `rows` (a list of dicts) with all of `columns` (name to type) in their order. A value
    is cast to its column's type; what no row gives is NULL. `owner` is named when a row has a
    column that does not exist. -#}
{% macro fixture_values_sql(owner, rows, columns) -%}
  {%- set names = {} -%}
  {%- for name in columns -%}{%- do names.update({name | lower: name}) -%}{%- endfor -%}
  {%- set given = {} -%}
  {%- for row in rows -%}
    {%- for key, value in row.items() -%}
      {%- if key | lower not in names -%}
        {{ exceptions.raise_compiler_error(
          "unit test fixture of '" ~ owner ~ "': there is no column '" ~ key ~ "'; it has "
          ~ columns | join(', ')
        ) }}
      {%- endif -%}
      {%- if value is not none -%}{%- do given.update({names[key | lower]: true}) -%}{%- endif -%}
    {%- endfor -%}
  {%- endfor -%}
  {%- set selected = [] -%}
  {%- for name, type in columns.items() -%}
    {%- set value = '' if name in given else 'CAST(NULL AS ' ~ type ~ ') AS ' -%}
    {%- do selected.append(value ~ '"' ~ name ~ '"') -%}
  {%- endfor -%}
  {%- set lines = [] -%}
  {%- for row in rows -%}
    {%- set cells = {} -%}
    {%- for key, value in row.items() if value is not none -%}
      {%- set name = names[key | lower] -%}
      {%- set text = text_literal(value) if value is string else value -%}
      {%- do cells.update({name: 'CAST(' ~ text ~ ' AS ' ~ columns[name] ~ ')'}) -%}
    {%- endfor -%}
    {%- set line = [] -%}
    {%- for name in given -%}
      {%- do line.append(cells.get(name, 'NULL') ~ ' AS "' ~ name ~ '"') -%}
    {%- endfor -%}
    {%- do lines.append('SELECT ' ~ (line | join(', ') or 'NULL AS nothing')) -%}
  {%- endfor -%}
  {%- set some = lines | join(' UNION ALL ') or 'SELECT NULL AS nothing LIMIT 0' -%}
  {{ return('SELECT ' ~ selected | join(', ') ~ ' FROM (' ~ some ~ ') AS fixture') }}
{%- endmacro %}
