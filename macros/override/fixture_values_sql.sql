{#- SELECT of `rows` (a list of dicts) with all of `columns` (name to type) in their order. A value
    is cast as dbt casts it; what no row gives is NULL. `owner` is named when a row has a column
    that does not exist. -#}
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
  {%- if not given -%}
    {%- set numbers = 'WHERE FALSE' if not rows else 'FROM RANGE(' ~ rows | length ~ ')' -%}
    {{ return('SELECT ' ~ selected | join(', ') ~ ' ' ~ numbers) }}
  {%- endif -%}
  {%- set lines = [] -%}
  {%- for row in rows -%}
    {%- set cells = {} -%}
    {%- for key, value in row.items() -%}
      {%- set name = names[key | lower] -%}
      {%- set text = "'" ~ value.replace("'", "''") ~ "'" if value is string else value -%}
      {%- if value is not none -%}
        {%- do cells.update({name: 'CAST(' ~ text ~ ' AS ' ~ columns[name] ~ ')'}) -%}
      {%- endif -%}
    {%- endfor -%}
    {%- set line = [] -%}
    {%- for name in given -%}{%- do line.append(cells.get(name, 'NULL')) -%}{%- endfor -%}
    {%- do lines.append('(' ~ line | join(', ') ~ ')') -%}
  {%- endfor -%}
  {{ return(
    'SELECT ' ~ selected | join(', ') ~ ' FROM (VALUES ' ~ lines | join(', ')
    ~ ') AS fixture("' ~ given | join('", "') ~ '")'
  ) }}
{%- endmacro %}
