{#- What a manual journal entry adds to revenue: positive when it moves money from the contract
    liability into revenue, negative when it takes revenue back, 0 for every other pair of
    accounts. -#}
{% macro signed_adjustment(debit_activity_type, credit_activity_type, amount) -%}
  {{ return(adapter.dispatch('signed_adjustment', 'edp')(
    debit_activity_type, credit_activity_type, amount
  )) }}
{%- endmacro %}

{% macro default__signed_adjustment(debit_activity_type, credit_activity_type, amount) -%}
  CASE
    WHEN {{ credit_activity_type }} = 'Revenue' AND {{ debit_activity_type }} = 'Contract Liability'
      THEN {{ amount }}
    WHEN {{ credit_activity_type }} = 'Contract Liability' AND {{ debit_activity_type }} = 'Revenue'
      THEN -{{ amount }}
    ELSE 0
  END
{%- endmacro %}
