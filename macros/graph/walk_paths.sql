{#- The two halves of a recursive CTE named `walks`: from every `start` of the relation `starts`, once per kind of step, along
    `steps` (walk_kind, near_slugify, far_slugify), never twice over one place of the same path and never more than `depth`
    steps. Snowflake's recursion knows UNION ALL only, so the visited path is what ends a circle. Slugs hold no '>'. -#}
{% macro walk_paths(starts, start, walk_kinds, steps, depth=25) -%}
  {{ return(adapter.dispatch('walk_paths', 'edp')(starts, start, walk_kinds, steps, depth)) }}
{%- endmacro %}

{% macro default__walk_paths(starts, start, walk_kinds, steps, depth) -%}
  {%- for walk_kind in walk_kinds %}
  SELECT
    '{{ walk_kind }}' AS walk_kind,
    {{ start }} AS start_slugify,
    {{ start }} AS reached_slugify,
    0 AS depth,
    '>' || {{ start }} || '>' AS visited
  FROM {{ starts }}

  UNION ALL
  {% endfor %}
  SELECT
    walks.walk_kind,
    walks.start_slugify,
    {{ steps }}.far_slugify AS reached_slugify,
    walks.depth + 1 AS depth,
    walks.visited || {{ steps }}.far_slugify || '>' AS visited
  FROM walks
  INNER JOIN {{ steps }}
    ON walks.walk_kind = {{ steps }}.walk_kind AND walks.reached_slugify = {{ steps }}.near_slugify
  WHERE
    walks.depth < {{ depth }}
    AND walks.visited NOT LIKE '%>' || {{ steps }}.far_slugify || '>%'
{%- endmacro %}
