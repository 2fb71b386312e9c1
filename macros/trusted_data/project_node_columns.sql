{#- The columns of the recorded catalogue of the project, with their types. `parts` is a JSON list
    of {name}: the columns of a relation, or the unique ids of the relations a test reads. -#}
{% macro project_node_columns() -%}
  {{ return({
    'invocation_id': 'VARCHAR', 'run_at': 'TIMESTAMP', 'unique_id': 'VARCHAR',
    'node_kind': 'VARCHAR', 'node_name': 'VARCHAR', 'layer': 'VARCHAR',
    'subject': 'VARCHAR', 'owner': 'VARCHAR', 'tier': 'VARCHAR',
    'relation_name': 'VARCHAR', 'test_type': 'VARCHAR', 'column_name': 'VARCHAR',
    'is_contracted': 'BOOLEAN', 'parts': 'VARCHAR', 'catalogue_hash': 'VARCHAR'
  }) }}
{%- endmacro %}
