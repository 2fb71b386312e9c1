-- grain: one row per ultimate parent account and retention month
WITH mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

parent_month AS (
  SELECT
    dim_parent_crm_account_id,
    arr_month,
    SUM(arr)::DECIMAL(18, 2) AS arr,
    SUM(quantity)::DECIMAL(18, 6) AS quantity
  FROM mart_arr
  WHERE arr_month <= {{ as_of_date() }}
  GROUP BY dim_parent_crm_account_id, arr_month
),

base_month AS (
  -- who paid nothing a year ago has nothing to retain and would lift net retention
  SELECT
    parent_month.*,
    {{ dbt.dateadd('month', 12, 'arr_month') }}::DATE AS retention_month
  FROM parent_month
  WHERE arr > 0
),

retained AS (
  SELECT
    base_month.dim_parent_crm_account_id,
    base_month.retention_month,
    base_month.arr AS prior_year_arr,
    base_month.quantity AS prior_year_quantity,
    COALESCE(parent_month.arr, 0) AS net_retention_arr,
    COALESCE(parent_month.quantity, 0) AS net_retention_quantity
  FROM base_month
  LEFT OUTER JOIN parent_month
    ON base_month.dim_parent_crm_account_id = parent_month.dim_parent_crm_account_id
      AND base_month.retention_month = parent_month.arr_month
  WHERE base_month.retention_month <= {{ as_of_date() }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['dim_parent_crm_account_id', 'retention_month']) }} AS primary_key,
    -- foreign keys
    dim_parent_crm_account_id,
    -- attributes
    CASE
      WHEN prior_year_arr > 100000 THEN 'ARR > $100K'
      WHEN prior_year_arr > 5000 THEN 'ARR $5K-$100K'
      ELSE 'ARR <= $5K'
    END AS retention_arr_band,
    -- dates
    retention_month,
    -- measures (ARR in USD per year, quantity in the charges' units)
    prior_year_arr,
    net_retention_arr::DECIMAL(18, 2) AS net_retention_arr,
    LEAST(net_retention_arr, prior_year_arr)::DECIMAL(18, 2) AS gross_retention_arr,
    CASE WHEN net_retention_arr = 0 THEN prior_year_arr ELSE 0 END::DECIMAL(18, 2) AS churn_arr,
    prior_year_quantity,
    net_retention_quantity::DECIMAL(18, 6) AS net_retention_quantity
  FROM retained
)

SELECT * FROM final
