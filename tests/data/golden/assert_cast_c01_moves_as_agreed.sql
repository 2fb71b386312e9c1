-- Seats, price, tier, fewer seats, cancelled: every month with its movement and its reason.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_movement_sql('CAST-C01') }}
