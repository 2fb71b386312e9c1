-- A journal entry of 1,200 USD is 100 USD a month for 12 months, without units.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_months_sql('CAST-C10') }}
