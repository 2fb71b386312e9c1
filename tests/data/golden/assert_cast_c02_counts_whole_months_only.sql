-- A term from mid-month to mid-month is 12 months; a charge within one month is none.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_months_sql('CAST-C02') }}
