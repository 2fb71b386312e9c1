{#- on-run-start: a run that hashes secrets on a real account stops before its first model unless
    each kind has one salt, and none of them is the public one of the offline branch: whoever
    knows the salt finds a value by trying. The emulated account has the public salts on purpose,
    so that its hashes are those of DuckDB. -#}
{% macro refuse_offline_salts() -%}
  {%- set builds = execute and flags.WHICH in ('build', 'run', 'retry', 'clone') -%}
  {%- if not builds or target.name not in ('dev', 'prod') -%}{{ return('') }}{%- endif -%}
  {%- set hashing = [] -%}
  {%- for id in selected_resources if id in graph.nodes -%}
    {%- set code = graph.nodes[id].raw_code or '' -%}
    {%- if 'hash_sensitive_columns(' in code or 'hash_value(' in code -%}
      {%- do hashing.append(id) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- if not hashing -%}{{ return('') }}{%- endif -%}
  {%- set problem = salt_problem(run_query(salts_sql()).rows) -%}
  {%- if problem -%}{{ exceptions.raise_compiler_error(problem) }}{%- endif -%}
{%- endmacro %}

{#- How many salts each kind has, and whether one is the public one; no salt leaves the table. -#}
{% macro salts_sql() -%}
SELECT
  salt_kind,
  COUNT(*) AS salts,
  COUNT(CASE WHEN salt LIKE 'offline-%' OR TRIM(salt) = '' THEN 1 END) AS public_salts
FROM raw.security.hash_salt
GROUP BY salt_kind
ORDER BY salt_kind
{%- endmacro %}

{#- What is wrong with the salts as one line, none when nothing is. -#}
{% macro salt_problem(rows) -%}
  {%- set found = {} -%}
  {%- for row in rows -%}{%- do found.update({row[0]: row}) -%}{%- endfor -%}
  {%- for kind in ['email', 'name', 'ip', 'other'] -%}
    {%- set salts = (found.get(kind) or [kind, 0, 0])[1] | int -%}
    {%- if salts != 1 -%}
      {{ return("raw.security.hash_salt, kind " ~ kind ~ ": has " ~ salts
        ~ " salts; give it exactly one") }}
    {%- elif found[kind][2] | int -%}
      {{ return("raw.security.hash_salt, kind " ~ kind
        ~ ": is the public salt of the offline branch; give it a secret one") }}
    {%- endif -%}
  {%- endfor -%}
  {{ return(none) }}
{%- endmacro %}
