{#- Whether a normalised e-mail address can exist: one @, a local part of the usual characters
    with no dot at its ends or twice in a row, and a domain with a dot. What cannot exist bounces
    and spoils the sender's reputation. NULL is not valid. -#}
{% macro is_valid_email(expression) -%}
  {%- set atom = "[a-z0-9!#$%&'*+/=?^_{|}~-]+" -%}
  {%- set local = atom ~ "([.]" ~ atom ~ ")*" -%}
  {%- set label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?" -%}
  {%- set pattern = "^" ~ local ~ "@(" ~ label ~ "[.])+([a-z]{2,}|xn--[a-z0-9]+)$" -%}
  {{ return("COALESCE(" ~ regexp_extract(expression, pattern) ~ " IS NOT NULL, FALSE)") }}
{%- endmacro %}
