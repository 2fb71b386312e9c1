{#- The two halves of a recursive CTE named `walks`: from every `start` of the relation `starts`, once per direction, along
    `steps` (direction, near_slugify, far_slugify), never twice over one place of the same path and never more than `depth`
    steps. Snowflake's recursion knows UNION ALL only, so the visited path is what ends a circle. Slugs hold no '>'. -#}
{% macro walk_paths(starts, start, directions, steps, depth=25) -%}
  {{ return(adapter.dispatch('walk_paths', 'edp')(starts, start, directions, steps, depth)) }}
{%- endmacro %}

{% macro default__walk_paths(starts, start, directions, steps, depth) -%}
  {%- for direction in directions %}
  SELECT
    '{{ direction }}' AS direction,
    {{ start }} AS start_slugify,
    {{ start }} AS reached_slugify,
    0 AS depth,
    '>' || {{ start }} || '>' AS visited
  FROM {{ starts }}

  UNION ALL
  {% endfor %}
  SELECT
    walks.direction,
    walks.start_slugify,
    {{ steps }}.far_slugify AS reached_slugify,
    walks.depth + 1 AS depth,
    walks.visited || {{ steps }}.far_slugify || '>' AS visited
  FROM walks
  INNER JOIN {{ steps }}
    ON walks.direction = {{ steps }}.direction AND walks.reached_slugify = {{ steps }}.near_slugify
  WHERE
    walks.depth < {{ depth }}
    AND walks.visited NOT LIKE '%>' || {{ steps }}.far_slugify || '>%'
{%- endmacro %}
