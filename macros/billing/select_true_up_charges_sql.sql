{#- SELECT of the true-ups accounting booked by hand, one row per revenue contract line marked as
    a true-up and corrected by a journal entry, in the columns of a subscription charge. The line
    belongs to the newest version of its subscription; its last day is included, while a charge
    ends on the first day it no longer applies. -#}
{% macro select_true_up_charges_sql(contract_lines, journal_entries, subscriptions) -%}
  {{ return(adapter.dispatch('select_true_up_charges_sql', 'edp')(
    contract_lines, journal_entries, subscriptions
  )) }}
{%- endmacro %}

{% macro default__select_true_up_charges_sql(contract_lines, journal_entries, subscriptions) -%}
  {%- set sum_adjustment -%}
    SUM({{ signed_adjustment(
      'entries.debit_activity_type', 'entries.credit_activity_type', 'entries.amount'
    ) }})
  {%- endset -%}
  SELECT
    {{ surrogate_key(["'true-up'", 'lines.revenue_contract_line_id']) }} AS dim_charge_id,
    subscriptions.dim_subscription_id,
    lines.product_rate_plan_charge_id AS dim_product_detail_id,
    NULL::VARCHAR AS charge_number,
    'Manual true-up' AS charge_name,
    'Recurring' AS charge_type,
    'Seats' AS unit_of_measure,
    NULL::VARCHAR AS amendment_type,
    TRUE AS is_manual_charge,
    TRUE AS is_last_segment,
    lines.revenue_start_date AS effective_start_date,
    {{ dbt.dateadd('day', 1, 'lines.revenue_end_date') }}::DATE AS effective_end_date,
    1 AS charge_version,
    1 AS charge_segment,
    0 AS quantity,
    (
      {{ sum_adjustment }}
      / GREATEST(1, {{ rounded_months_between(
        'lines.revenue_start_date', 'lines.revenue_end_date'
      ) }})
    )::DECIMAL(18, 6) AS mrr,
    {{ sum_adjustment }} AS tcv
  FROM {{ contract_lines }} AS lines
  INNER JOIN {{ journal_entries }} AS entries
    ON lines.revenue_contract_line_id = entries.revenue_contract_line_id
  INNER JOIN {{ subscriptions }} AS subscriptions
    ON lines.subscription_name = subscriptions.subscription_name AND subscriptions.is_latest_version
  WHERE lines.attribute_16 LIKE '%True-up ARR Allocation%'
  GROUP BY
    lines.revenue_contract_line_id,
    lines.product_rate_plan_charge_id,
    lines.revenue_start_date,
    lines.revenue_end_date,
    subscriptions.dim_subscription_id
{%- endmacro %}
