-- grain: one row per contact Marketo has to be told about (dim_marketing_contact_id)
WITH mart_marketing_contact AS (
  SELECT * FROM {{ ref('mart_marketing_contact') }}
),

final AS (
  -- the receiving system's columns by name: a new column of the mart is not sent by accident
  SELECT
    {%- for column in marketing_pump_columns() %}
    {%- if column in ('first_name', 'last_name') %}
    COALESCE({{ column }}, 'Unknown')::VARCHAR AS {{ column }},
    {%- else %}
    {{ column }},
    {%- endif %}
    {%- endfor %}
    -- metadata: the pump's batch column
    last_changed
  FROM mart_marketing_contact
  WHERE {{ is_sent_to_marketo('mart_marketing_contact') }}
)

SELECT * FROM final
