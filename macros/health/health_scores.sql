{#- The score of every measure of health_measures(), as a select list of columns <measure>_score.
    `row` is a relation with the columns of health_ratios and what decides whether a measure
    applies: account_age_months, deployment_type, instance_identifier, is_ultimate. -#}
{% macro health_scores(row) -%}
  {{ license_utilization_score(
      row ~ '.license_utilization', row ~ '.account_age_months'
    ) }} AS license_utilization_score,
    {{ user_engagement_score(row ~ '.user_engagement', row ~ '.deployment_type') }}
      AS user_engagement_score,
    {{ scm_score(row ~ '.git_operation_utilization', row ~ '.instance_identifier') }} AS scm_score,
    {{ ci_score(row ~ '.ci_pipeline_utilization') }} AS ci_score,
    {{ cd_score(
      row ~ '.deployments_utilization', row ~ '.deployments_per_user_l28d',
      row ~ '.successful_deployments_pct'
    ) }} AS cd_score,
    {{ security_score(
      row ~ '.is_ultimate', row ~ '.secure_scanners_utilization',
      row ~ '.average_scans_per_pipeline', row ~ '.number_of_scanner_types'
    ) }} AS security_score
{%- endmacro %}
