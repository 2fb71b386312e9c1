{#- SELECT of one row per month, subscription and deployment that is billed: the licensed seats, and
    the tier of the best product. Arguments are CTEs with the columns of fct_mrr, of
    dim_subscription (the versions to count, one per name) and of dim_product_detail. -#}
{% macro select_billed_seats_sql(mrr, versions, products) -%}
  {{ return(adapter.dispatch('select_billed_seats_sql', 'edp')(mrr, versions, products)) }}
{%- endmacro %}

{% macro default__select_billed_seats_sql(mrr, versions, products) -%}
SELECT
    {{ mrr }}.dim_date_id,
    {{ versions }}.dim_subscription_id_original,
    {{ products }}.product_deployment_type,
    MAX({{ products }}.product_ranking) AS product_ranking,
    SUM(CASE WHEN {{ products }}.is_licensed_user THEN {{ mrr }}.quantity END) AS seats
  FROM {{ mrr }}
  INNER JOIN {{ versions }}
    ON {{ mrr }}.dim_subscription_id = {{ versions }}.dim_subscription_id
  INNER JOIN {{ products }}
    ON {{ mrr }}.dim_product_detail_id = {{ products }}.dim_product_detail_id
  GROUP BY
    {{ mrr }}.dim_date_id,
    {{ versions }}.dim_subscription_id_original,
    {{ products }}.product_deployment_type
{%- endmacro %}
