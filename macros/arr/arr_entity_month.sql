{#- SELECT of one row per entity and month from its first month with ARR to the month after its
    last one, never later than the month of the business date: contracted months of the future
    would otherwise end in a churn nobody has seen. Months without ARR in between are filled with
    zeros, so that every change is a change to the row before. -#}
{% macro arr_entity_month(mart_arr, dim_date, entity) -%}
  {%- if entity is string or entity | length == 0 -%}
    {{ exceptions.raise_compiler_error(
      "arr_entity_month: entity must be a list with at least one column, not " ~ entity
    ) }}
  {%- endif -%}
  {{ return(adapter.dispatch('arr_entity_month', 'edp')(mart_arr, dim_date, entity)) }}
{%- endmacro %}

{% macro default__arr_entity_month(mart_arr, dim_date, entity) -%}
  {%- set columns = entity | join(', ') -%}
  {%- set same_entity = [] -%}
  {%- for column in entity -%}
    {%- do same_entity.append('entity_life.' ~ column ~ ' = entity_month.' ~ column) -%}
  {%- endfor -%}
WITH entity_month AS (
  SELECT
    {{ columns }},
    arr_month,
    SUM(arr)::DECIMAL(18, 2) AS arr,
    SUM(quantity)::DECIMAL(18, 6) AS quantity,
    {{ sorted_list('product_tier_name') }} AS product_category,
    MAX(product_ranking) AS product_ranking
  FROM {{ mart_arr }}
  WHERE arr_month <= {{ as_of_date() }}
  GROUP BY {{ columns }}, arr_month
), entity_life AS (
  SELECT
    {{ columns }},
    MIN(arr_month) AS first_arr_month,
    {{ dbt.dateadd('month', 1, 'MAX(arr_month)') }}::DATE AS month_after_arr
  FROM entity_month
  WHERE arr != 0
  GROUP BY {{ columns }}
), calendar_month AS (
  SELECT date_actual
  FROM {{ dim_date }}
  WHERE date_actual = first_day_of_month AND date_actual <= {{ as_of_date() }}
)

SELECT
  entity_life.{{ entity | join(', entity_life.') }},
  calendar_month.date_actual AS arr_month,
  calendar_month.date_actual = entity_life.first_arr_month AS is_first_month,
  COALESCE(entity_month.arr, 0)::DECIMAL(18, 2) AS arr,
  COALESCE(entity_month.quantity, 0)::DECIMAL(18, 6) AS quantity,
  COALESCE(entity_month.product_category, '') AS product_category,
  COALESCE(entity_month.product_ranking, 0) AS product_ranking
FROM entity_life
INNER JOIN calendar_month
  ON entity_life.first_arr_month <= calendar_month.date_actual
    AND entity_life.month_after_arr >= calendar_month.date_actual
LEFT JOIN entity_month
  ON {{ same_entity | join(' AND ') }}
    AND calendar_month.date_actual = entity_month.arr_month
{%- endmacro %}
