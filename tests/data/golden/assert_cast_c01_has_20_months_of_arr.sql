-- A subscription from its first seat to its cancellation: 20 months, 11,176 USD in all.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_months_sql('CAST-C01') }}
