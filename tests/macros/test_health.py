"""The rules of the health score: every measure on both sides of each bound, and nothing made of what is not known."""

from decimal import Decimal

import pytest

RED, YELLOW, GREEN = 25, 63, 88


def one(rows, macro, *arguments):
    """The value of one macro call whose arguments are SQL expressions."""
    given = ", ".join('"' + argument + '"' for argument in arguments)
    return rows("SELECT {{ " + f"{macro}({given})" + " }}")[0][0]


def mean(rows, macro, *arguments):
    """The same as a number with two decimals."""
    value = one(rows, macro, *arguments)
    return None if value is None else round(Decimal(str(value)), 2)


@pytest.mark.parametrize(
    ("age", "utilization", "expected"),
    [
        ("0", "0.90", None),
        ("2", "0.90", None),
        ("3", "0.10", RED),
        ("3", "0.11", YELLOW),
        ("6", "0.50", YELLOW),
        ("6", "0.51", GREEN),
        ("7", "0.50", RED),
        ("7", "0.51", YELLOW),
        ("9", "0.75", YELLOW),
        ("9", "0.76", GREEN),
        ("10", "0.75", RED),
        ("10", "0.76", GREEN),
        ("240", "0", RED),
        ("10", "NULL", None),
        ("NULL::INTEGER", "0.90", None),
    ],
)
def test_seats_are_judged_by_the_age_of_the_customer(rows, age, utilization, expected):
    assert one(rows, "license_utilization_score", f"{utilization}::DECIMAL(18, 6)", age) == expected


@pytest.mark.parametrize(
    ("engagement", "deployment", "expected"),
    [
        ("0.49", "Self-Managed", RED),
        ("0.50", "Self-Managed", YELLOW),
        ("0.79", "Self-Managed", YELLOW),
        ("0.80", "Self-Managed", GREEN),
        ("NULL", "Self-Managed", None),
        ("0.90", "GitLab.com", None),
        ("0.90", "Dedicated", None),
    ],
)
def test_engagement_is_a_matter_of_self_managed_installations(rows, engagement, deployment, expected):
    assert one(rows, "user_engagement_score", f"{engagement}::DECIMAL(18, 6)", f"'{deployment}'") == expected


@pytest.mark.parametrize(
    ("utilization", "instance", "expected"),
    [
        ("0.24", "'x'", RED),
        ("0.25", "'x'", YELLOW),
        ("0.49", "'x'", YELLOW),
        ("0.50", "'x'", GREEN),
        ("NULL", "'x'", None),
        ("0.50", "NULL::VARCHAR", None),
    ],
)
def test_pushes_need_an_instance(rows, utilization, instance, expected):
    assert one(rows, "scm_score", f"{utilization}::DECIMAL(18, 6)", instance) == expected


@pytest.mark.parametrize(
    ("utilization", "expected"), [("0.10", RED), ("0.11", YELLOW), ("0.333", YELLOW), ("0.334", GREEN), ("NULL", None)]
)
def test_pipelines_have_two_bounds(rows, utilization, expected):
    assert one(rows, "ci_score", f"{utilization}::DECIMAL(18, 6)") == expected


@pytest.mark.parametrize(
    ("utilization", "per_user", "share", "expected"),
    [
        ("0.04", "NULL", "NULL", "25.00"),
        ("0.05", "NULL", "NULL", "63.00"),
        ("0.12", "NULL", "NULL", "63.00"),
        ("0.13", "NULL", "NULL", "88.00"),
        ("NULL", "1.99", "NULL", "25.00"),
        ("NULL", "2", "NULL", "63.00"),
        ("NULL", "7", "NULL", "63.00"),
        ("NULL", "7.01", "NULL", "88.00"),
        ("NULL", "NULL", "0.24", "25.00"),
        ("NULL", "NULL", "0.25", "63.00"),
        ("NULL", "NULL", "0.80", "63.00"),
        ("NULL", "NULL", "0.81", "88.00"),
        ("0.10", "3", "0.90", "71.33"),
        ("0", "0", "NULL", "25.00"),
        ("NULL", "3", "0.90", "75.50"),
        ("NULL", "NULL", "NULL", None),
    ],
)
def test_delivery_is_the_mean_of_what_is_known(rows, utilization, per_user, share, expected):
    given = [f"{part}::DECIMAL(18, 6)" for part in (utilization, per_user, share)]
    assert mean(rows, "cd_score", *given) == (expected and Decimal(expected))


@pytest.mark.parametrize(
    ("is_ultimate", "utilization", "scans", "kinds", "expected"),
    [
        ("TRUE", "0.05", "NULL", "NULL", "25.00"),
        ("TRUE", "0.06", "NULL", "NULL", "63.00"),
        ("TRUE", "0.19", "NULL", "NULL", "63.00"),
        ("TRUE", "0.20", "NULL", "NULL", "88.00"),
        ("TRUE", "NULL", "0.09", "NULL", "25.00"),
        ("TRUE", "NULL", "0.1", "NULL", "63.00"),
        ("TRUE", "NULL", "0.5", "NULL", "63.00"),
        ("TRUE", "NULL", "0.51", "NULL", "88.00"),
        ("TRUE", "NULL", "NULL", "1", "25.00"),
        ("TRUE", "NULL", "NULL", "2", "63.00"),
        ("TRUE", "NULL", "NULL", "3", "88.00"),
        ("TRUE", "0.10", "0.6", "3", "79.67"),
        ("TRUE", "NULL", "NULL", "NULL", None),
        ("FALSE", "0.10", "0.6", "3", None),
        ("NULL::BOOLEAN", "0.10", "0.6", "3", None),
    ],
)
def test_security_is_a_matter_of_ultimate(rows, is_ultimate, utilization, scans, kinds, expected):
    given = [f"{part}::DECIMAL(18, 6)" for part in (utilization, scans, kinds)]
    assert mean(rows, "security_score", is_ultimate, *given) == (expected and Decimal(expected))


@pytest.mark.parametrize(
    ("score", "expected"),
    [("25", "Red"), ("50", "Red"), ("50.01", "Yellow"), ("75", "Yellow"), ("75.01", "Green"), ("88", "Green")],
)
def test_a_score_has_one_color(rows, score, expected):
    assert one(rows, "health_color", score) == expected


def test_no_score_has_no_color(rows):
    assert one(rows, "health_color", "NULL::DECIMAL(18, 6)") is None


def test_the_weights_add_up_to_one(rows):
    text = "SELECT {% for weight in health_measures().values() %}{{ ' + ' if not loop.first }}{{ weight }}{% endfor %}"
    assert rows(text) == [(Decimal("1.00"),)]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [("1", "3", "0.333333"), ("2", "3", "0.666667"), ("0", "3", "0"), ("1", "0", None), ("NULL", "3", None)],
)
def test_a_ratio_of_nothing_is_unknown(rows, part, whole, expected):
    assert one(rows, "usage_ratio", f"{part}::BIGINT", f"{whole}::BIGINT") == (expected and Decimal(expected))


@pytest.mark.parametrize(
    ("parts", "total", "available"),
    [
        (["1", "2"], 3, 2),
        (["NULL::INTEGER", "2"], 2, 1),
        (["0", "NULL::INTEGER"], 0, 1),
        (["NULL::INTEGER"] * 2, None, 0),
    ],
)
def test_a_sum_and_a_count_leave_out_what_is_unknown(rows, parts, total, available):
    assert rows(f"SELECT {{{{ sum_of_available({parts}) }}}}, {{{{ count_of_available({parts}) }}}}") == [
        (total, available)
    ]
