"""What the page says, from facts to words, without a browser."""

import dataclasses
import re

import pytest

from scripts.dashboard import charts, words
from scripts.dashboard.facts import Cell
from scripts.dashboard.page import render, state, verdict
from tests.dashboard.conftest import QUIET, facts, failure


@pytest.mark.parametrize(
    ("cell", "said", "stands"),
    [
        (Cell(1000, 12, 6), "6 checks of 1,000 fail.", "failed"),
        (Cell(1000, 0, 1), "1 check of 1,000 fails.", "failed"),
        (Cell(40, 2, 0), "Nothing fails. 2 checks of 40 raise warnings.", "warned"),
        (Cell(40, 0, 0), "All 40 checks pass.", "passed"),
    ],
)
def test_the_verdict_is_one_sentence(cell, said, stands):
    assert verdict(cell) == said
    assert state(cell) == stands


def test_names_of_the_warehouse_become_words():
    assert words.rule("mart_arr_amount_is_present", "mart_arr") == "Amount is present"
    assert words.rule("assert_every_sales_target_has_a_month", None) == "Every sales target has a month"
    assert words.table("mart_arr") == "ARR"
    assert words.table("zuora.account") == "Account"
    assert words.owner("analyst_finance") == "Finance analysts"
    assert words.owner("hvs_data") == "HVS data"
    assert words.subject(None) == "Shared by several areas"
    assert words.tier(None) == "No tier"


@pytest.mark.parametrize(
    ("share", "said"), [(1, "100%"), (0.98213, "98.2%"), (0.99999, "99.9%"), (0, "0%"), (0.5, "50%")]
)
def test_only_everything_is_100_percent(share, said):
    assert words.share(share) == said


@pytest.mark.parametrize(
    ("hours", "said"), [(None, "never"), (1, "1 hour"), (47, "47 hours"), (59.4, "2 days 11 h"), (240, "10 days")]
)
def test_ages_are_told_in_the_unit_that_fits(hours, said):
    assert words.hours(hours) == said


def test_the_line_lies_between_a_round_floor_and_100_percent():
    drawn = charts.trend(facts(days=30).trend)
    points = [tuple(map(float, point.split(","))) for point in drawn.line.split()]
    assert (points[0][0], points[-1][0]) == (0, 100)
    assert drawn.rates == ["100%", "98%", "96%", "94%", "92%"]
    assert points[-1][1] == pytest.approx(100 * (1 - 0.97) / 0.08, abs=0.01)
    assert drawn.most == 5
    assert drawn.summary.startswith("97% on the last day, 96% on average over 30 days; lowest on 2 Dec 2024 with 95%")


def test_a_single_day_is_no_trend():
    assert charts.trend(facts().trend) is None
    assert "The history begins on 31 Dec 2024." in render(facts())


def test_the_same_facts_give_the_same_page():
    assert render(facts(days=9)) == render(facts(days=9))


def test_nothing_can_break_out_of_its_place():
    evil = "<script>alert(1)</script>\"'"
    page = render(facts(failures=[failure(evil, model=evil, owner=evil)], flaky=[(evil, 3, 3)], commit="<b>"))
    assert "<script" not in page.lower()
    assert "&lt;script&gt;" in page


def test_failures_stand_with_their_owner_and_warnings_apart():
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", render(facts())))
    failing, warning = page.split("1 warning: known exceptions within their tolerance")
    assert "Sales analytics 2 checks" in failing
    assert "Amount is present in ARR Finance · Tier 1 · since 30 Dec 2024 · 3 rows of 1,200" in failing
    assert "Finance analysts 1 check" in warning
    assert "Shared by several areas · No tier" in warning


def test_generated_results_are_never_shown_as_real_ones():
    assert "Generated example." in render(dataclasses.replace(facts(), is_generated=True))
    assert "Generated example." not in render(facts())


def test_what_is_not_known_is_said():
    page = re.sub(r"<[^>]+>", "", render(QUIET))
    assert "Nothing fails. Every check held when it last ran." in page
    assert "No source was measured yet." in page
    assert "Rows have not been counted at their source yet." in page
    assert re.search(r"Tables checked\s*none", page)
