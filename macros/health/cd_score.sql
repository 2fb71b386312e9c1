{#- Points for continuous delivery: the mean of what is known of the share of users who deploy, of
    deployments per user and of the share of deployments that succeed. -#}
{% macro cd_score(utilization, deployments_per_user, successful_share) -%}
  {{ mean_of_available([
    points_between(utilization, '< 0.05', '<= 0.12'),
    points_between(deployments_per_user, '< 2', '<= 7'),
    points_between(successful_share, '< 0.25', '<= 0.80')
  ]) }}
{%- endmacro %}
