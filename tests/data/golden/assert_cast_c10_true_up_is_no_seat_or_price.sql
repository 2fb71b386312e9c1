-- Revenue without units is new ARR that no seat, price or tier explains.
{{ config(tags=['golden', 'tdf', 'finance']) }}
{{ select_golden_movement_sql('CAST-C10') }}
