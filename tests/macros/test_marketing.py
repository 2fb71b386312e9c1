"""Rules about contacts as expressions: every branch and both sides of every bound."""

import pytest


def quoted(value):
    return "NULL::VARCHAR" if value is None else "'" + value.replace("'", "''") + "'"


def one(rows, macro, argument):
    """The value of one macro call whose argument is an SQL expression."""
    return rows("SELECT {{ " + f'{macro}("{argument}")' + " }}")[0][0]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("[[unknown]]", None),
        (" [[Unknown]] ", None),
        ("unknown", "unknown"),
        (" Ada ", "Ada"),
    ],
)
def test_unknown_is_no_value(rows, typed, expected):
    assert one(rows, "known_text", quoted(typed)) == expected


@pytest.mark.parametrize(
    "address", ["a@b.co", "first.last+tag@mail.example", "o'brien@ex.com", "x-1@a-b.c9.travel", "a@b.xn--p1ai"]
)
def test_an_address_that_can_exist_is_valid(rows, address):
    assert one(rows, "is_valid_email", quoted(address)) is True


@pytest.mark.parametrize(
    "address",
    [
        None,
        "a",
        "a@b",
        "@b.co",
        "a@",
        "a@@b.co",
        "a b@c.co",
        "a@b..co",
        "a@.co",
        "a@b.co.",
        ".a@b.co",
        "a.@b.co",
        "a..b@c.co",
        "a@-b.co",
        "a@b-.co",
        "a@b.c",
        "a@b.1",
        "a@b.co\nc@d.co",
        "A@b.co",
    ],
)
def test_an_address_that_cannot_exist_is_not_valid(rows, address):
    assert one(rows, "is_valid_email", quoted(address).replace("\n", "' || CHR(10) || '")) is False


@pytest.mark.parametrize(
    ("role", "expected"), [("0", "Software Developer"), ("7", "Product Designer"), ("8", None), ("NULL", None)]
)
def test_a_stored_role_is_a_job_title(rows, role, expected):
    assert one(rows, "job_title_of_role", role) == expected


def test_there_are_four_roles_by_five_tiers_and_three_tiers_of_own_servers(rows):
    flags = rows("SELECT '{{ marketing_tier_flags() | join(',') }}'")[0][0].split(",")
    assert len(flags) == len(set(flags)) == 23
    assert flags[0] == "individual_namespace_is_saas_trial_tier"
    assert flags[-1] == "is_self_managed_ultimate_tier"


def test_a_member_does_not_answer_for_the_plan_of_the_group(rows):
    every, own = (
        rows('SELECT \'{{ any_tier_flag(["premium"]' + extra + ") }}'")[0][0] for extra in ("", ", is_responsible=true")
    )
    assert set(every[1:-1].split(" OR ")) - set(own[1:-1].split(" OR ")) == {"group_member_of_saas_premium_tier"}
    assert len(own.split(" OR ")) == 4


def test_marketo_receives_49_columns_and_no_batch_column(rows):
    columns = rows("SELECT '{{ marketing_pump_columns() | join(',') }}'")[0][0].split(",")
    assert len(columns) == len(set(columns)) == 49
    assert "last_changed" not in columns


def test_a_condition_that_holds_in_one_row_of_a_group_holds_for_the_group(rows):
    query = """
      SELECT g, {{ any_of({'is_big': 'x > 5', 'is_odd': 'x % 2 = 1'}) }}
      FROM (VALUES ('a', 6), ('a', 7), ('b', 2), ('b', NULL)) AS given (g, x) GROUP BY g ORDER BY g
    """
    assert rows(query) == [("a", True, True), ("b", False, False)]
