{#- Every table of the platform's own records: name to columns, column to type. Who writes a table
    appends to it and changes nothing; times are UTC. -#}
{% macro record_tables() -%}
  {{ return({
    'test_result': test_result_columns(),
    'source_freshness_result': source_freshness_columns(),
    'project_node': project_node_columns(),
    'alert_sent': {
      'alert_id': 'VARCHAR', 'channel': 'VARCHAR', 'unique_id': 'VARCHAR',
      'failing_since': 'TIMESTAMP', 'owner': 'VARCHAR', 'tier': 'VARCHAR', 'sent_at': 'TIMESTAMP'
    },
    'row_count_check': {
      'run_id': 'VARCHAR', 'run_at': 'TIMESTAMP', 'check_name': 'VARCHAR',
      'source_table': 'VARCHAR', 'relation_name': 'VARCHAR', 'count_day': 'DATE',
      'count_part': 'VARCHAR', 'check_status': 'VARCHAR', 'severity': 'VARCHAR',
      'owner': 'VARCHAR', 'tier': 'VARCHAR', 'source_rows': 'BIGINT', 'target_rows': 'BIGINT',
      'loaded_until': 'TIMESTAMP', 'verified_through': 'DATE'
    },
    'dedup_run': {
      'run_id': 'VARCHAR', 'run_at': 'TIMESTAMP', 'relation_name': 'VARCHAR',
      'run_status': 'VARCHAR', 'row_kept': 'VARCHAR', 'backup_relation': 'VARCHAR',
      'message': 'VARCHAR', 'rows_before': 'BIGINT', 'rows_after': 'BIGINT', 'duration_ms': 'BIGINT'
    },
    'pump_run': {
      'run_id': 'VARCHAR', 'run_at': 'TIMESTAMP', 'pump_name': 'VARCHAR',
      'run_status': 'VARCHAR', 'target_system': 'VARCHAR', 'stage': 'VARCHAR',
      'file_path': 'VARCHAR', 'sha256': 'VARCHAR', 'window_start': 'TIMESTAMP',
      'window_end': 'TIMESTAMP', 'message': 'VARCHAR', 'rows_sent': 'BIGINT',
      'bytes_sent': 'BIGINT', 'duration_ms': 'BIGINT'
    },
    'backup_run': {
      'run_id': 'VARCHAR', 'run_at': 'TIMESTAMP', 'relation_name': 'VARCHAR',
      'run_kind': 'VARCHAR', 'run_status': 'VARCHAR', 'file_path': 'VARCHAR',
      'content_hash': 'VARCHAR', 'message': 'VARCHAR', 'rows_copied': 'BIGINT',
      'bytes_copied': 'BIGINT', 'duration_ms': 'BIGINT'
    }
  }) }}
{%- endmacro %}
