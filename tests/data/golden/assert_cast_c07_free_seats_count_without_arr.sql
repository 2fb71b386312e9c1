-- Paid enrolment seats are kept with ARR 0; free seats under any other name are not.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_revenue_sql('CAST-C07') }}
