{#- The columns of the stored freshness measurements in order, with their types. -#}
{% macro source_freshness_columns() -%}
  {{ return({
    'invocation_id': 'VARCHAR', 'run_at': 'TIMESTAMP', 'unique_id': 'VARCHAR',
    'source_name': 'VARCHAR', 'table_name': 'VARCHAR', 'relation_name': 'VARCHAR',
    'data_source': 'VARCHAR', 'freshness_status': 'VARCHAR',
    'warn_after_hours': 'DECIMAL(18, 2)', 'error_after_hours': 'DECIMAL(18, 2)',
    'last_loaded_at': 'TIMESTAMP', 'measured_at': 'TIMESTAMP', 'duration_ms': 'BIGINT'
  }) }}
{%- endmacro %}
