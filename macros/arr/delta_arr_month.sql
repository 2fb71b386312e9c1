{#- SELECT of the change of ARR per entity and month, split into reasons. `entity` lists the
    columns that make an entity, so one macro serves every grain. The parts add up to the change
    to the cent:
    seat  = seats gained or lost at last month's price, or all ARR when there were no seats before
    price = what is left when both months have seats of the same products or of the same rank
    tier  = what is left when both months have seats and the rank differs
    other = what no seat explains, such as ARR without quantity. -#}
{% macro delta_arr_month(mart_arr, dim_date, entity) -%}
  {{ return(adapter.dispatch('delta_arr_month', 'edp')(mart_arr, dim_date, entity)) }}
{%- endmacro %}

{% macro default__delta_arr_month(mart_arr, dim_date, entity) -%}
  {%- set history = 'OVER (PARTITION BY ' ~ entity | join(', ') ~ ' ORDER BY arr_month' -%}
WITH month_spine AS (
  {{ arr_entity_month(mart_arr, dim_date, entity) }}
), compared AS (
  SELECT
    month_spine.*,
    COALESCE(LAG(arr) {{ history }}), 0)::DECIMAL(18, 2) AS previous_arr,
    COALESCE(LAG(quantity) {{ history }}), 0)::DECIMAL(18, 6) AS previous_quantity,
    COALESCE(LAG(product_category) {{ history }}), '') AS previous_product_category,
    COALESCE(LAG(product_ranking) {{ history }}), 0) AS previous_product_ranking,
    COALESCE(
      MAX(arr) {{ history }} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0
    ) AS highest_arr_before
  FROM month_spine
), seats AS (
  SELECT
    compared.*,
    CASE
      WHEN previous_quantity != 0
        THEN ROUND(previous_arr * (quantity - previous_quantity) / previous_quantity, 2)
      WHEN quantity != 0 THEN arr
      ELSE 0
    END::DECIMAL(18, 2) AS seat_change_arr,
    quantity != 0 AND previous_quantity != 0 AS has_two_prices,
    product_category = previous_product_category OR product_ranking = previous_product_ranking
      AS is_same_rank
  FROM compared
), reasons AS (
  SELECT
    seats.*,
    CASE WHEN has_two_prices AND is_same_rank THEN arr - previous_arr - seat_change_arr ELSE 0 END
      AS price_change_arr,
    CASE
      WHEN has_two_prices AND NOT is_same_rank THEN arr - previous_arr - seat_change_arr ELSE 0
    END AS tier_change_arr,
    CASE WHEN has_two_prices THEN 0 ELSE arr - previous_arr - seat_change_arr END
      AS other_change_arr
  FROM seats
)

SELECT
  {{ surrogate_key(['arr_month'] + entity) }} AS primary_key,
  {{ entity | join(', ') }},
  product_category::VARCHAR AS product_category,
  {{ monthly_arr_change_type('arr', 'previous_arr', 'is_first_month') }}::VARCHAR
    AS type_of_arr_change,
  previous_arr = 0 AND arr > 0 AND highest_arr_before > 0 AS is_reactivation,
  arr_month,
  product_ranking::INTEGER AS product_ranking,
  previous_arr AS beg_arr,
  arr AS end_arr,
  seat_change_arr,
  price_change_arr::DECIMAL(18, 2) AS price_change_arr,
  tier_change_arr::DECIMAL(18, 2) AS tier_change_arr,
  other_change_arr::DECIMAL(18, 2) AS other_change_arr,
  previous_quantity AS beg_quantity,
  quantity AS end_quantity,
  (quantity - previous_quantity)::DECIMAL(18, 6) AS seat_change_quantity,
  CASE
    WHEN has_two_prices THEN ROUND(arr / quantity - previous_arr / previous_quantity, 6) ELSE 0
  END::DECIMAL(18, 6) AS annual_price_per_seat_change
FROM reasons
{%- endmacro %}
