-- JiHu revenue is part of the fact and of no mart.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_revenue_sql('CAST-C05') }}
