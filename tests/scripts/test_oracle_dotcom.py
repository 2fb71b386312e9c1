"""The oracle's rules for GitLab.com, with results worked out by hand."""

from datetime import date, datetime

import pytest

from scripts.oracle.crm import WaveState
from scripts.oracle.dotcom import Dotcom, contact_lines, dotcom_answers
from tests.scripts.oracle_warehouse import RawRows

AS_OF = date(2024, 12, 31)
PLANS = (
    (4, "gold", "Gold"),
    (34, "free", "Free"),
    (100, "premium", "Premium"),
    (103, "premium_trial", "Premium Trial"),
)


@pytest.fixture
def raw():
    """Two groups, one on Gold and one on a trial, and one user."""
    rows = RawRows()
    for key, name, title in PLANS:
        rows.add("tap_postgres.gitlab_db_plans", id=key, name=name, title=title)
    rows.add("tap_postgres.gitlab_db_namespaces", id=1, traversal_ids="{1}")
    rows.add("tap_postgres.gitlab_db_namespaces", id=11, traversal_ids="{1,11}")
    rows.add("tap_postgres.gitlab_db_namespaces", id=2, traversal_ids="{2}", owner_id=7)
    rows.add("tap_postgres.gitlab_db_gitlab_subscriptions", namespace_id=1, hosted_plan_id=4)
    rows.add("tap_postgres.gitlab_db_gitlab_subscriptions", namespace_id=2, hosted_plan_id=103)
    rows.add("tap_postgres.gitlab_db_users", id=7)
    return rows


def member(raw, key, source, **values):
    raw.add("tap_postgres.gitlab_db_members", id=key, user_id=7, source_id=source, **values)


def flags(raw):
    return [(found.source, found.is_active, found.is_billable) for found in Dotcom(raw, AS_OF).memberships]


def test_the_newest_change_counts_whichever_row_came_last(raw):
    raw.add("tap_postgres.gitlab_db_users", id=7, state="blocked", updated_at=datetime(2024, 10, 1), _uploaded_at=9)
    assert Dotcom(raw, AS_OF).users[7].is_active
    raw.add("tap_postgres.gitlab_db_users", id=7, pgp_is_deleted=True, _uploaded_at=2)
    assert Dotcom(raw, AS_OF).users[7].is_deleted


def test_a_subgroup_is_on_the_plan_of_the_top(raw):
    dotcom = Dotcom(raw, AS_OF)
    assert [dotcom.plan(key).name for key in (1, 11, 2)] == ["gold", "gold", "premium_trial"]


def test_a_plan_the_newest_copy_lacks_is_gone(raw):
    raw.add(
        "tap_postgres.gitlab_db_gitlab_subscriptions", namespace_id=2, hosted_plan_id=100, _task_instance="x_20250101"
    )
    dotcom = Dotcom(raw, AS_OF)
    assert [dotcom.plan(key).name for key in (1, 2)] == ["free", "premium"]


def test_guests_cost_nothing_on_the_highest_rank_only(raw):
    member(raw, 1, 1, access_level=10)
    member(raw, 2, 2, access_level=10)
    member(raw, 3, 11, access_level=20)
    assert flags(raw) == [(1, True, False), (2, True, True), (11, True, True)]


def test_a_request_and_an_expired_membership_are_not_active(raw):
    member(raw, 1, 1, requested_at=datetime(2024, 12, 1))
    member(raw, 2, 2, expires_at=AS_OF)
    member(raw, 3, 11, expires_at=date(2025, 1, 1))
    assert flags(raw) == [(1, False, False), (2, False, False), (11, True, True)]


def test_of_two_records_in_one_place_the_granted_one_counts(raw):
    member(raw, 1, 2, access_level=20)
    member(raw, 2, 2, access_level=50, requested_at=datetime(2024, 12, 1))
    assert [found.access_level for found in Dotcom(raw, AS_OF).memberships] == [20]


def test_a_contact_has_the_plan_of_the_highest_rank_under_todays_name(raw):
    assert contact_lines(Dotcom(raw, AS_OF)) == ["7|Ana|Lopez|ana@example.com|EN|Free|"]
    member(raw, 1, 2)
    assert contact_lines(Dotcom(raw, AS_OF)) == ["7|Ana|Lopez|ana@example.com|EN|Premium Trial|2"]
    member(raw, 2, 11)
    assert contact_lines(Dotcom(raw, AS_OF)) == ["7|Ana|Lopez|ana@example.com|EN|Ultimate|1"]


def test_every_load_adds_the_states_it_shows_changed(raw):
    def copy(day, namespace, seats):
        raw.add(
            "tap_postgres.gitlab_db_gitlab_subscriptions",
            namespace_id=namespace,
            hosted_plan_id=4,
            seats_in_use=seats,
            _task_instance=f"edp_202412{day}",
        )

    copy(29, 1, 5)
    copy(29, 2, 5)
    copy(30, 1, 6)
    # the fixture's copy of the 31st brings both back with 5 seats in use
    history = [WaveState(f"W{nth}", date(2024, 12, 29 + nth), {}, {}) for nth in range(3)]
    found = {
        (row.period, row.dimension): row.value for row in dotcom_answers(raw, history) if row.metric[:5] == "plan "
    }
    assert found == {("", "all"): "5", ("", "open"): "2"}
