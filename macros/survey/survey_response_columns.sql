{#- The columns of a response to the post-purchase survey under their own names, as a select list.
    The survey tool names questions by number; a new question is read from response_values. -#}
{% macro survey_response_columns(relation) -%}
  {%- set values = relation ~ '.response_values' -%}
  -- primary key
  {{ relation }}.response_id::VARCHAR AS response_id,
  -- foreign keys
  {{ json_text(values, 'account_id') }}::VARCHAR AS dim_billing_account_id,
  -- attributes
  {{ json_text(values, 'plan') }}::VARCHAR AS plan_name,
  {{ json_text(values, 'QID2') }}::VARCHAR AS purchase_reason,
  {{ json_text(values, 'QID3_TEXT') }}::VARCHAR AS improvement_text,
  {{ relation }}.response_values::VARCHAR AS response_values,
  -- flags
  COALESCE({{ json_boolean(values, 'finished') }}, FALSE)::BOOLEAN AS is_finished,
  -- dates
  {{ try_cast_to(json_text(values, 'startDate'), 'TIMESTAMP') }} AS started_at,
  {{ try_cast_to(json_text(values, 'recordedDate'), 'TIMESTAMP') }} AS recorded_at,
  -- measures: points from 1 to 7
  {{ json_number(values, 'QID1', 'INTEGER') }} AS purchase_ease_score
{%- endmacro %}
