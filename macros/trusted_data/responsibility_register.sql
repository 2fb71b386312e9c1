{#- What the registers say: data source to its subject, owner and tier, and 'subject <name>' to the
    owner of the subject. Empty where they are not built yet. A source of several audiences has no
    subject of its own. -#}
{% macro responsibility_register() -%}
  {%- set register, areas, built = {}, subjects(), [] -%}
  {%- set prep = generate_database_name('prep') -%}
  {#- get_relation would open a transaction that nobody ends -#}
  {%- for row in run_query(select_tables_sql(prep, 'seeds')).rows -%}
    {%- do built.append(row[0]) -%}
  {%- endfor -%}
  {%- for name in ('data_sources', 'project_tags') if name in built -%}
    {%- set columns = 'audience, owner_role, tier, data_source' if name == 'data_sources'
      else 'tag, owner, NULL, NULL' -%}
    {%- set sql = 'SELECT ' ~ columns ~ ' FROM ' ~ prep ~ '.seeds.' ~ name -%}
    {%- for row in run_query(sql).rows -%}
      {%- set subject = (row[0] or '') | lower | replace(' ', '_') -%}
      {%- set subject = subject if subject in areas else none -%}
      {%- set owner = (row[1] or '') | replace(' ', '_') or none -%}
      {%- if row[3] -%}
        {%- set tier = row[2] | int | string if row[2] else none -%}
        {%- do register.update({row[3]: {'subject': subject, 'owner': owner, 'tier': tier}}) -%}
      {%- elif subject -%}
        {%- do register.update({'subject ' ~ subject: owner}) -%}
      {%- endif -%}
    {%- endfor -%}
  {%- endfor -%}
  {{ return(register) }}
{%- endmacro %}
