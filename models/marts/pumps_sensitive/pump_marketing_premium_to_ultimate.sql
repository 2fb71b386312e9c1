-- grain: one row per contact on Premium that may be offered Ultimate (dim_marketing_contact_id)
WITH pump_marketing_contact AS (
  SELECT * FROM {{ ref('pump_marketing_contact') }}
),

mart_marketing_contact AS (
  SELECT * FROM {{ ref('mart_marketing_contact') }}
),

final AS (
  SELECT
    {%- for column in marketing_pump_columns() %}
    pump_marketing_contact.{{ column }},
    {%- endfor %}
    -- metadata: the pump's batch column
    pump_marketing_contact.last_changed
  FROM pump_marketing_contact
  INNER JOIN mart_marketing_contact
    ON
      pump_marketing_contact.dim_marketing_contact_id
      = mart_marketing_contact.dim_marketing_contact_id
  WHERE
    mart_marketing_contact.is_premium_tier
    AND NOT mart_marketing_contact.is_ultimate_tier
    -- nobody is written to whose address refuses mail or who asked for none
    AND NOT mart_marketing_contact.is_email_hard_bounced
    AND NOT mart_marketing_contact.is_unsubscribed
    AND NOT mart_marketing_contact.is_opted_out
)

SELECT * FROM final
