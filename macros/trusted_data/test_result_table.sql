{#- Where the stored test results live: prep.trusted_data.test_result, outside prod.workspace_data, whose views read it.
    On a developer's or a merge request's target it is that target's own prep database. -#}
{% macro test_result_table() -%}
  {{ return(generate_database_name('prep') ~ '.trusted_data.test_result') }}
{%- endmacro %}

{#- Its columns in order, with their types. -#}
{% macro test_result_columns() -%}
  {{ return({
    'invocation_id': 'VARCHAR', 'run_at': 'TIMESTAMP', 'unique_id': 'VARCHAR',
    'test_name': 'VARCHAR', 'test_type': 'VARCHAR', 'test_status': 'VARCHAR', 'severity': 'VARCHAR', 'threshold': 'VARCHAR',
    'owner': 'VARCHAR', 'tier': 'VARCHAR', 'subject': 'VARCHAR',
    'model_name': 'VARCHAR', 'column_name': 'VARCHAR', 'relation_name': 'VARCHAR', 'layer': 'VARCHAR',
    'git_commit': 'VARCHAR', 'message': 'VARCHAR',
    'rows_tested': 'BIGINT', 'rows_failed': 'BIGINT', 'duration_ms': 'BIGINT'
  }) }}
{%- endmacro %}
