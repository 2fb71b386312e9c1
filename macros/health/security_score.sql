{#- Points for security: the mean of what is known of the share of users who scan, of scans per
    pipeline and of the kinds of scanner in use. The scanners come with Ultimate, so nobody else is
    scored. -#}
{% macro security_score(is_ultimate, utilization, scans_per_pipeline, scanner_types) -%}
  CASE
    WHEN {{ is_ultimate }} THEN {{ mean_of_available([
      points_between(utilization, '<= 0.05', '< 0.20'),
      points_between(scans_per_pipeline, '< 0.1', '<= 0.5'),
      points_between(scanner_types, '<= 1', '<= 2')
    ]) }}
  END
{%- endmacro %}
