-- Revenue of a deleted account nobody was merged into stays, under the missing member.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_revenue_sql('CAST-C04') }}
