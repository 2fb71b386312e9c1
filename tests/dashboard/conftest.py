"""The facts of a small company, pages made of them, and a real browser to open them in."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from scripts.dashboard.facts import Cell, Day, Facts, Failure, Layer, Source, Watermark
from scripts.dashboard.page import render

CHROMIUM = Path("/usr/bin/chromium")
RUN = datetime(2024, 12, 31, 6)


def failure(name="mart_arr_amount_is_present", status="fail", owner="sales_analytics", **changes):
    given = {
        "kind": "column_value",
        "tier": "1",
        "subject": "finance",
        "model": "mart_arr",
        "relation": "prod.common.mart_arr",
        "column": "amount",
        "rows_tested": 1200,
        "rows_failed": 3,
        "since": datetime(2024, 12, 30, 6),
        "runs": 2,
        **changes,
    }
    return Failure(name=name, status=status, owner=owner, **given)


def facts(days=1, **changes):
    """A store with two failures and a warning, `days` long."""
    trend = [Day(date(2024, 12, 31) - timedelta(days=age), 100, 97 - age % 3, 1, 2 + age % 3) for age in range(days)]
    given = {
        "is_generated": False,
        "last_run": RUN,
        "commit": "0123456789abcdef",
        "health": {"finance": {"1": Cell(60, 1, 2), "2": Cell(20, 0, 0)}, None: {None: Cell(20, 0, 0)}},
        "trend": trend[::-1],
        "failures": [
            failure(),
            failure("assert_arr_adds_up", model=None, relation=None, column=None, rows_tested=None),
            failure("dim_date_day_is_known", "warn", "analyst_finance", model="dim_date", tier=None, subject=None),
        ],
        "layers": [Layer("common", 10, {"golden": 4, "none": 6}), Layer("source", 2, {"schema": 2})],
        "sources": [
            Source("Zuora", "analyst_finance", 1, "breached", 49.5, 24),
            Source("Snowplow", None, 2, "breached", None, 24),
            Source("Salesforce", "analyst_sales", 1, "met", 3, 24),
            Source("Adaptive", None, 2, "not measured", None, None),
        ],
        "flaky": [("mart_arr_adds_up", 30, 5)],
        "watermarks": [
            Watermark("gitlab_db_users", date(2024, 12, 30), 0, None),
            Watermark("customers_db_orders", date(2024, 12, 27), 1, date(2024, 12, 28)),
        ],
        **changes,
    }
    return Facts(**given)


EMPTY = {"failures": [], "sources": [], "flaky": [], "watermarks": [], "layers": [], "commit": None}
QUIET = facts(health={"finance": {"1": Cell(60, 0, 0)}}, **EMPTY)
"""Everything passes, and nothing else is known."""


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM.exists():
        # only root can install it; without it everything else is still proven, and the skip is counted in the last line
        pytest.skip(f"{CHROMIUM} is missing; `make browser` installs it where it may")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Opens the page of some facts: `opened(facts(), width=390, scheme="dark")`; what it says or asks for is kept."""
    pages = []

    def open_page(what, *, width=1440, scheme="light"):
        file = tmp_path / "page.html"
        file.write_text(what if isinstance(what, str) else render(what), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.heard = []
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("request", lambda request: page.heard.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
