{#- The steps of a JSON path as a list of names and array positions. Accepts "['a']['b'][0]" and
    "a.b[0]". -#}
{% macro json_path_keys(path) -%}
  {%- set step = "\\['[^'\"\\\\]+'\\]|\\[[0-9]+\\]|\\.?[A-Za-z_][A-Za-z0-9_]*" -%}
  {%- if not modules.re.fullmatch('(' ~ step ~ ')+', path) -%}
    {{ exceptions.raise_compiler_error(
      "'" ~ path ~ "' is no JSON path; write ['a']['b'][0] or a.b[0]"
    ) }}
  {%- endif -%}
  {%- set keys = [] -%}
  {%- for found in modules.re.findall(step, path) -%}
    {%- if found.startswith("['") -%}{%- do keys.append(found[2:-2]) -%}
    {%- elif found.startswith('[') -%}{%- do keys.append(found[1:-1] | int) -%}
    {%- else -%}{%- do keys.append(found.lstrip('.')) -%}{%- endif -%}
  {%- endfor -%}
  {{ return(keys) }}
{%- endmacro %}
