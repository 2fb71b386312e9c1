"""An invented history: the same for the same seed, never beside real results, and a dashboard of it."""

import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.trusted_data.demo import VIEWS, make_history
from scripts.trusted_data.history_sql import MARK
from tests.support.cli import edp, refusal

DAYS, TESTS = 40, 300


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A short invented history in a home of its own."""
    home = tmp_path_factory.mktemp("history")
    history = make_history(Settings(PROJECT, home), home / "demo", days=DAYS, tests=TESTS, seed=7)
    assert (history.results, history.tests) == (DAYS * TESTS, TESTS)
    return home


def ask(home, sql):
    with open_warehouse(Settings(PROJECT, home / "demo"), read_only=True) as warehouse:
        return warehouse.query(sql)


def test_every_view_answers_and_says_what_was_invented(made):
    counts = {view: ask(made, f"SELECT COUNT(*) FROM prod.workspace_data.{view}")[0][0] for view in VIEWS}
    assert counts["test_results"] == DAYS * TESTS
    assert counts["test_results_latest"] == counts["test_flakiness"] == TESTS
    assert [view for view, count in counts.items() if count == 0] == ["dedup_runs", "pump_runs", "backup_runs"]
    ((real,),) = ask(
        made, f"SELECT COUNT(*) FROM prep.trusted_data.test_result WHERE NOT starts_with(invocation_id, '{MARK}')"
    )
    assert real == 0


def test_workspace_data_holds_views_only(made):
    kinds = ask(made, "SELECT DISTINCT table_type FROM information_schema.tables WHERE table_schema = 'workspace_data'")
    assert kinds == [("VIEW",)]


def test_the_dashboard_of_it_is_the_same_twice_and_says_that_it_is_generated(made):
    home, pages = made / "demo", []
    for _ in range(2):
        assert edp(home, "dashboard", "--out", str(made / "page.html")).code == 0
        pages.append((made / "page.html").read_text())
    assert pages[0] == pages[1]
    assert "Generated example." in pages[0]
    assert not list(made.glob(".page.html*"))


def test_a_page_that_cannot_be_written_is_one_line_and_leaves_nothing_behind(made):
    assert "No such file or directory; give another --out" in refusal(
        edp(made / "demo", "dashboard", "--out", str(made / "nowhere" / "page.html"))
    )


def test_a_home_without_views_or_results_is_one_line(tmp_path):
    with open_warehouse(Settings(PROJECT, tmp_path), create=True):
        pass
    assert "there is no view prod.workspace_data." in refusal(edp(tmp_path, "dashboard"))


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("CREATE TABLE prod.main.customers (customer_id INTEGER)", r"holds data \(prod.main.customers\)"),
        (
            "CREATE SCHEMA prep.trusted_data;"
            " CREATE TABLE prep.trusted_data.test_result AS SELECT 'real' AS invocation_id",
            "holds 1 results of real runs",
        ),
    ],
)
def test_real_data_is_never_replaced(tmp_path, sql, said):
    with open_warehouse(Settings(PROJECT, tmp_path), create=True) as warehouse:
        warehouse.execute(sql)
    before = (tmp_path / "warehouse" / "prep.duckdb").read_bytes()
    with pytest.raises(EdpError, match=said):
        make_history(Settings(PROJECT, tmp_path), tmp_path, days=1, tests=1, seed=1)
    assert (tmp_path / "warehouse" / "prep.duckdb").read_bytes() == before


@pytest.mark.parametrize("option", ["--days", "--tests"])
def test_a_number_out_of_range_is_one_line(tmp_path, option):
    assert f"results demo: {option} is 0; give 1 to" in refusal(edp(tmp_path, "results", "demo", option, "0"))
