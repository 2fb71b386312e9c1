-- Two subscriptions of one customer with two months without ARR between them.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_months_sql('CAST-C09') }}
