{#- The account id inside the HTML link the CRM shows as ultimate parent, <a
    href="/0014M00001lbBt1">Name</a>, in its 18-character form; NULL when there is no such link. -#}
{% macro linked_account_id(expression) -%}
  {{ return(id15to18(regexp_extract(expression, 'href="/([A-Za-z0-9]{15,18})"', 1))) }}
{%- endmacro %}
