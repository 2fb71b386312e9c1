{#- The ratios the health score judges, as a select list: each against the billable users unless its
    name says otherwise. `row` is a relation with the wave metrics and billable_user_count. -#}
{% macro health_ratios(row) -%}
  {%- set users = row ~ '.billable_user_count' -%}
  {%- set successes = row ~ '.successful_deployments_28_days_event' -%}
  {%- set failures = row ~ '.failed_deployments_28_days_event' -%}
  {%- set scans = [] -%}
  {%- for column in wave_metric_columns() if column.endswith('_scans_28_days_event') -%}
    {%- do scans.append(row ~ '.' ~ column) -%}
  {%- endfor -%}
  {{ usage_ratio(row ~ '.last_activity_28_days_user', users) }} AS user_engagement,
    {{ usage_ratio(row ~ '.action_monthly_active_users_project_repo_28_days_user', users) }}
      AS git_operation_utilization,
    {{ usage_ratio(row ~ '.ci_pipelines_28_days_user', users) }} AS ci_pipeline_utilization,
    {{ usage_ratio(row ~ '.deployments_28_days_user', users) }} AS deployments_utilization,
    {{ usage_ratio(row ~ '.deployments_28_days_event', users) }} AS deployments_per_user_l28d,
    -- a deployment that still runs has neither succeeded nor failed
    {{ usage_ratio(successes, successes ~ ' + ' ~ failures) }} AS successful_deployments_pct,
    {{ usage_ratio(row ~ '.user_unique_users_all_secure_scanners_28_days_user', users) }}
      AS secure_scanners_utilization,
    {{ usage_ratio(
      sum_of_available(scans), row ~ '.ci_internal_pipelines_28_days_event'
    ) }} AS average_scans_per_pipeline,
    -- a scanner is in use when it ran at least once
    CASE
      WHEN COALESCE({{ scans | join(', ') }}) IS NOT NULL
        THEN {% for scan in scans -%}
          {{ ' + ' if not loop.first }}CASE WHEN {{ scan }} > 0 THEN 1 ELSE 0 END
        {%- endfor %}
    END AS number_of_scanner_types
{%- endmacro %}
