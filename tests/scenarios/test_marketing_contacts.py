"""Marketo is sent what changed: last_changed moves with the columns Marketo receives and at no other time."""

from datetime import datetime

import pytest

from tests.scenarios.world import WAVES, World

MART = "prep.sensitive.mart_marketing_contact"
PUMP = "prod.pumps_sensitive.pump_marketing_contact"
MODELS = ("--select", "dim_marketing_contact", "mart_marketing_contact", "pump_marketing_contact")
FIRST, SECOND, THIRD = (datetime.fromisoformat(wave.as_of_date) for wave in WAVES)


def last_changed(world: World) -> dict[str, datetime]:
    return dict(world.query(f"SELECT email_address, last_changed FROM {MART}"))


def in_marketo_only(world: World, count: int) -> list[str]:
    """Addresses nothing but Marketo knows, unchanged since the first wave."""
    found = world.query(f"""
        SELECT email_address FROM {MART}
        WHERE is_marketo_lead AND NOT (is_crm_person OR is_zuora_billing_contact OR is_customer_db_user
          OR is_gitlab_dotcom_user) AND is_email_valid AND last_changed = '{FIRST}'
        ORDER BY email_address LIMIT {count}
    """)
    return [row[0] for row in found]


def change(world: World, email: str, assignment: str) -> None:
    world.execute(f"UPDATE raw.marketo.lead SET {assignment} WHERE LOWER(TRIM(email)) = '{email}'")


def test_most_contacts_are_as_they_were_and_some_changed_in_every_wave(world):
    counts = dict(world.query(f"SELECT last_changed, COUNT(*) FROM {MART} GROUP BY ALL"))
    assert set(counts) == {FIRST, SECOND, THIRD}
    assert counts[FIRST] > 5 * (counts[SECOND] + counts[THIRD])


@pytest.mark.parametrize(("wave", "day"), [("new_w1", SECOND), ("new_w2", THIRD)])
def test_a_new_contact_changed_on_the_day_it_was_first_seen(world, wave, day):
    # the planted leads that came at a later wave
    first = {"new_w1": 501, "new_w2": 513}[wave]
    found = world.query(f"""
        SELECT DISTINCT last_changed FROM {MART}
        WHERE regexp_matches(email_address, '[.]l({"|".join(str(first + nth) for nth in range(12))})@mail[.]example$')
    """)
    assert found == [(day,)]


def test_the_pump_spans_the_days_from_the_first_to_the_last_change(world):
    assert world.query(f"SELECT MIN(last_changed), MAX(last_changed) FROM {PUMP}") == [(FIRST, THIRD)]


def test_last_changed_moves_with_the_columns_marketo_receives_only(changeable):
    before = last_changed(changeable)
    sent, kept, gone = in_marketo_only(changeable, 3)
    change(changeable, sent, "company = 'Another Company'")
    # the job title is not sent, and neither is the time of the change
    change(changeable, kept, "title = 'Another Title', updated_at = updated_at + INTERVAL 1 DAY")
    change(changeable, gone, "_fivetran_deleted = TRUE")

    changeable.build(WAVES[-1], *MODELS)
    after = last_changed(changeable)
    assert before.keys() - after.keys() == {gone}
    assert {email: day for email, day in after.items() if day != before[email]} == {sent: THIRD}
    assert changeable.query(f"SELECT job_title FROM {MART} WHERE email_address = '{kept}'") == [("Another Title",)]

    # who comes back is new to Marketo
    change(changeable, gone, "_fivetran_deleted = FALSE")
    changeable.build(WAVES[-1], *MODELS)
    assert last_changed(changeable) == {**after, gone: THIRD}


def test_a_full_refresh_forgets_nothing(changeable):
    before = last_changed(changeable)
    changeable.build(WAVES[-1], "--full-refresh", *MODELS)
    assert last_changed(changeable) == before


def test_a_rebuilt_contact_keeps_what_did_not_change(changeable):
    # everything upstream from nothing, the mart's memory kept
    before = changeable.content([MART, PUMP])
    changeable.build(WAVES[-1], "--full-refresh", "--select", "+dim_marketing_contact", "bdg_marketing_contact_role+")
    assert changeable.content([MART, PUMP]) == before
