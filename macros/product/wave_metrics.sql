{#- The usage metrics that the wave models carry, in the order of their columns: column, path in the
    payload of a ping, kind. SQL is written from this list, so a metric is added in one place; the
    seed wave_metric holds the same list for joins and a test keeps the two equal. -#}
{% macro wave_metrics() -%}
  {%- set users = [
    ('manage', 'umau'),
    ('create', 'action_monthly_active_users_project_repo'),
    ('create', 'merge_requests'),
    ('verify', 'ci_pipelines'),
    ('verify', 'ci_internal_pipelines'),
    ('verify', 'ci_builds'),
    ('release', 'deployments'),
    ('release', 'releases'),
    ('plan', 'epics'),
    ('plan', 'issues'),
    ('secure', 'user_unique_users_all_secure_scanners'),
    ('manage', 'last_activity')
  ] -%}
  {%- set events = [
    'deployments', 'successful_deployments', 'failed_deployments', 'ci_internal_pipelines',
    'ci_builds'
  ] -%}
  {%- set scans = [
    'secret_detection_scans', 'dependency_scanning_scans', 'container_scanning_scans', 'dast_scans',
    'sast_scans', 'coverage_fuzzing_scans', 'api_fuzzing_scans'
  ] -%}
  {%- set counters = [
    'commit_comment', 'source_code_pushes', 'ci_builds', 'ci_runners', 'merge_requests', 'issues',
    'epics', 'projects', 'environments'
  ] -%}
  {%- set monthly = 'usage_activity_by_stage_monthly.' -%}
  {%- set metrics = [] -%}
  {%- for stage, metric in users -%}
    {%- do metrics.append((metric ~ '_28_days_user', monthly ~ stage ~ '.' ~ metric, 'user')) -%}
  {%- endfor -%}
  {%- for metric in events -%}
    {%- do metrics.append((metric ~ '_28_days_event', 'counts_monthly.' ~ metric, 'event')) -%}
  {%- endfor -%}
  {%- for metric in scans -%}
    {%- do metrics.append((metric ~ '_28_days_event', monthly ~ 'secure.' ~ metric, 'event')) -%}
  {%- endfor -%}
  {%- for metric in counters -%}
    {%- do metrics.append((metric ~ '_all_time_event', 'counts.' ~ metric, 'event')) -%}
  {%- endfor -%}
  {%- do metrics.extend([
    ('ci_builds_all_time_user', 'usage_activity_by_stage.verify.ci_builds', 'user'),
    ('is_shared_runners_enabled', 'settings.gitlab_shared_runners_enabled', 'setting'),
    ('is_container_registry_enabled', 'settings.container_registry_enabled', 'setting')
  ]) -%}
  {{ return(metrics) }}
{%- endmacro %}
