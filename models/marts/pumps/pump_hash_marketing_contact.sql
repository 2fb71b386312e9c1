-- grain: one row per contact Marketo has to be told about (email_hash)
WITH mart_marketing_contact AS (
  SELECT * FROM {{ ref('mart_marketing_contact') }}
),

sent AS (
  SELECT *
  FROM mart_marketing_contact
  WHERE {{ is_sent_to_marketo('mart_marketing_contact') }}
),

hashed AS (
  -- the columns of the clear pump, with those it declares sensitive hashed
  SELECT
    {{ hash_sensitive_columns('pump_marketing_contact') }}
  FROM sent
),

final AS (
  SELECT
    -- primary key
    email_address_hash AS email_hash,
    -- attributes
    first_name_hash,
    last_name_hash,
    {%- for column in marketing_pump_columns()
      if column not in ('email_address', 'first_name', 'last_name') %}
    {{ column }},
    {%- endfor %}
    -- metadata: the pump's batch column
    last_changed
  FROM hashed
)

SELECT * FROM final
