-- grain: one row per month
WITH mart_delta_arr_parent_month AS (
  SELECT * FROM {{ ref('mart_delta_arr_parent_month') }}
),

parent_change AS (
  SELECT
    arr_month,
    type_of_arr_change,
    beg_arr,
    end_arr,
    end_arr - beg_arr AS change_arr
  FROM mart_delta_arr_parent_month
),

final AS (
  SELECT
    -- primary key
    arr_month,
    -- measures (ARR in USD per year, counts of parent accounts)
    SUM(beg_arr)::DECIMAL(18, 2) AS begin_arr,
    SUM(CASE WHEN type_of_arr_change = 'New' THEN change_arr ELSE 0 END)::DECIMAL(18, 2) AS new_arr,
    SUM(CASE WHEN type_of_arr_change = 'Expansion' THEN change_arr ELSE 0 END)::DECIMAL(18, 2)
      AS expansion_arr,
    SUM(CASE WHEN type_of_arr_change = 'Contraction' THEN change_arr ELSE 0 END)::DECIMAL(18, 2)
      AS contraction_arr,
    SUM(CASE WHEN type_of_arr_change = 'Churn' THEN change_arr ELSE 0 END)::DECIMAL(18, 2)
      AS churn_arr,
    SUM(end_arr)::DECIMAL(18, 2) AS end_arr,
    SUM(CASE WHEN type_of_arr_change = 'New' THEN 1 ELSE 0 END)::INTEGER AS new_customer_count,
    SUM(CASE WHEN type_of_arr_change = 'Expansion' THEN 1 ELSE 0 END)::INTEGER
      AS expanded_customer_count,
    SUM(CASE WHEN type_of_arr_change = 'Contraction' THEN 1 ELSE 0 END)::INTEGER
      AS contracted_customer_count,
    SUM(CASE WHEN type_of_arr_change = 'Churn' THEN 1 ELSE 0 END)::INTEGER
      AS churned_customer_count,
    SUM(CASE WHEN end_arr > 0 THEN 1 ELSE 0 END)::INTEGER AS end_customer_count
  FROM parent_change
  GROUP BY arr_month
)

SELECT * FROM final
