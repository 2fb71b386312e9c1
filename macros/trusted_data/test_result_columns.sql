{#- The columns of the stored test results in order, with their types. -#}
{% macro test_result_columns() -%}
  {{ return({
    'invocation_id': 'VARCHAR', 'run_at': 'TIMESTAMP', 'unique_id': 'VARCHAR',
    'test_name': 'VARCHAR', 'test_type': 'VARCHAR', 'test_status': 'VARCHAR',
    'severity': 'VARCHAR', 'threshold': 'VARCHAR',
    'owner': 'VARCHAR', 'tier': 'VARCHAR', 'subject': 'VARCHAR',
    'model_name': 'VARCHAR', 'column_name': 'VARCHAR', 'relation_name': 'VARCHAR',
    'layer': 'VARCHAR', 'git_commit': 'VARCHAR', 'message': 'VARCHAR',
    'rows_tested': 'BIGINT', 'rows_failed': 'BIGINT', 'duration_ms': 'BIGINT'
  }) }}
{%- endmacro %}
