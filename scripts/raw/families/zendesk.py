"""The support desk: customer organisations and their tickets.

A ticket that changes is loaded again; the load keeps one row per ticket, but 80 tickets stand there a second time in an
older state, five of them with the older state loaded later. Organisations 1 to 26 belong to CRM accounts that were
merged or deleted. What happens to a ticket after the day of a load is not in that load.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_TICKETS = """
CREATE OR REPLACE TEMP TABLE support_ticket AS
WITH numbered AS (
  SELECT
    nth AS ticket_nth, draw('ticket', nth) AS bits, draw('ticket end', nth) AS end_bits,
    DATE '2024-12-31' - (nth * 13 % 730)::INTEGER AS ticket_date
  FROM range(1, 2000 * scale() + 1) AS tickets (nth)
),
timed AS (
  SELECT
    *, moment(ticket_date, bits, 0) AS created_at,
    CASE WHEN pick(end_bits, 0, 12) > 0
      THEN moment(ticket_date, bits, 0) + to_minutes(30 + pick(end_bits, 1, 20000)) END AS solved_at
  FROM numbered
)
SELECT * FROM timed
"""

_TICKET = """
    WITH visible AS (
      SELECT
        * EXCLUDE (solved_at), CASE WHEN solved_at < as_of() + 1 THEN solved_at END AS solved_at, 1 AS nth_state
      FROM support_ticket
      WHERE ticket_date <= as_of()
      UNION ALL BY NAME
      -- an older state that was loaded, and stayed, beside the newest
      SELECT support_ticket.* EXCLUDE (solved_at), NULL::TIMESTAMP AS solved_at, 2 AS nth_state
      FROM support_ticket
      INNER JOIN planted ON planted.defect = 'older_ticket_state' AND planted.nth = support_ticket.ticket_nth
      WHERE support_ticket.ticket_date < DATE '2024-12-29'
    ),
    described AS (
      SELECT
        *,
        CASE WHEN nth_state = 2 THEN created_at ELSE COALESCE(solved_at, created_at + INTERVAL 20 MINUTE) END
          AS updated_at
      FROM visible
    )
    SELECT
      100000 + ticket_nth AS id,
      CASE WHEN pick(bits, 1, 10) > 0 THEN 7000000 + 1 + (ticket_nth * 3) % (380 * scale()) END AS organization_id,
      9000000 + pick(bits, 2, 5000) AS requester_id,
      item(['Pipeline does not start', 'Login fails', 'Question about seats', 'Runner is offline',
        'Slow merge request'], pick(bits, 3, 5)) AS subject,
      'Hello, my name is Person ' || pick(bits, 2, 5000) || ' and I need help.' AS description,
      CASE
        WHEN solved_at < as_of() - 4 THEN 'closed' WHEN solved_at IS NOT NULL THEN 'solved'
        WHEN nth_state = 2 THEN 'new' ELSE item(['open', 'pending', 'hold'], pick(end_bits, 2, 3))
      END AS status,
      item([NULL, 'low', 'normal', 'normal', 'high', 'urgent'], pick(bits, 1, 6)) AS priority,
      item([NULL, 'question', 'problem', 'incident', 'task'], pick(bits, 2, 5)) AS type,
      to_json({'channel': item(['email', 'web', 'web', 'api'], pick(bits, 3, 4)),
        'source': {'rel': NULL}})::VARCHAR AS via,
      CASE WHEN solved_at IS NOT NULL AND pick(end_bits, 3, 3) > 0
        THEN to_json({'score': item(['good', 'good', 'good', 'bad', 'offered', 'offered', 'unoffered'],
          pick(end_bits, 3, 7))})::VARCHAR END AS satisfaction_rating,
      created_at,
      updated_at,
      updated_at + CASE WHEN nth_state = 2 AND ticket_nth % 16 = 0 THEN INTERVAL 60 DAY ELSE INTERVAL 1 HOUR END
        AS _sdc_batched_at
    FROM described
"""

_ORGANIZATION = """
    WITH numbered AS (
      SELECT
        org_nth, draw('organization', org_nth) AS bits,
        CASE WHEN org_nth <= 26 THEN 10000000000 + org_nth ELSE org_nth END AS account_nth
      FROM range(1, 380 * scale() + 1) AS organizations (org_nth)
    )
    SELECT
      7000000 + org_nth AS id, account.account_name AS name,
      to_json({
        'salesforce_id': CASE
          WHEN org_nth <= 26 OR pick(numbered.bits, 0, 10) < 6 THEN account.account_id
          WHEN pick(numbered.bits, 0, 10) < 9 THEN account.account_id15 ELSE '' END,
        'aar': 1200 * (1 + pick(numbered.bits, 1, 50)),
        'market_segment': account.segment
      })::VARCHAR AS organization_fields,
      CASE WHEN pick(numbered.bits, 2, 4) = 0 THEN '["priority_support"]' ELSE '[]' END AS tags,
      moment(DATE '2020-01-01' + pick(numbered.bits, 3, 1500)::INTEGER, numbered.bits, 2) AS created_at,
      moment(DATE '2024-06-01' + pick(numbered.bits, 3, 200)::INTEGER, numbered.bits, 2) AS updated_at
    FROM numbered
    INNER JOIN crm_account AS account ON numbered.account_nth = account.account_nth
"""

FAMILY = Family(
    name="Zendesk",
    world=(_TICKETS,),
    tables=(
        RawTable(
            schema="tap_zendesk",
            name="tickets",
            columns="""
                id BIGINT, organization_id BIGINT, requester_id BIGINT, subject VARCHAR, description VARCHAR,
                status VARCHAR, priority VARCHAR, type VARCHAR, via VARCHAR, satisfaction_rating VARCHAR,
                created_at TIMESTAMP, updated_at TIMESTAMP, _sdc_batched_at TIMESTAMP
            """,
            sql=_TICKET,
            key="id, updated_at",
            changes=(1, 2),
        ),
        RawTable(
            schema="tap_zendesk",
            name="organizations",
            columns="""
                id BIGINT, name VARCHAR, organization_fields VARCHAR, tags VARCHAR, created_at TIMESTAMP,
                updated_at TIMESTAMP
            """,
            sql=_ORGANIZATION,
            key="id",
        ),
    ),
)
