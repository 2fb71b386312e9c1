{#- The two halves of a recursive CTE named `walks`: from every `start` of the relation `starts`,
    once per kind of step, along `steps` (walk_kind, near_slugify, far_slugify), never twice over
    one place of the same path and never more than `depth` steps. Snowflake's recursion knows
    UNION ALL only, so the visited path is what ends a circle, and wants both halves to have the
    same types. Slugs hold no '>'. -#}
{% macro walk_paths(starts, start, walk_kinds, steps, depth=25) -%}
  {{ return(adapter.dispatch('walk_paths', 'edp')(starts, start, walk_kinds, steps, depth)) }}
{%- endmacro %}

{% macro default__walk_paths(starts, start, walk_kinds, steps, depth) -%}
  {%- set kinds = [] -%}
  {%- for kind in walk_kinds -%}
    {%- do kinds.append("SELECT '" ~ kind ~ "' AS walk_kind") -%}
  {%- endfor -%}
  SELECT
    kinds.walk_kind::VARCHAR AS walk_kind,
    {{ start }}::VARCHAR AS start_slugify,
    {{ start }}::VARCHAR AS reached_slugify,
    0::INTEGER AS depth,
    ('>' || {{ start }} || '>')::VARCHAR AS visited
  FROM {{ starts }}
  CROSS JOIN ({{ kinds | join(' UNION ALL ') }}) AS kinds

  UNION ALL

  SELECT
    walks.walk_kind,
    walks.start_slugify,
    {{ steps }}.far_slugify::VARCHAR AS reached_slugify,
    (walks.depth + 1)::INTEGER AS depth,
    (walks.visited || {{ steps }}.far_slugify || '>')::VARCHAR AS visited
  FROM walks
  INNER JOIN {{ steps }}
    ON walks.walk_kind = {{ steps }}.walk_kind AND walks.reached_slugify = {{ steps }}.near_slugify
  WHERE
    walks.depth < {{ depth }}
    AND walks.visited NOT LIKE '%>' || {{ steps }}.far_slugify || '>%'
{%- endmacro %}
