-- A customer that left and came back is churn, then a reactivation; it is new only once.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_movement_sql('CAST-C09') }}
