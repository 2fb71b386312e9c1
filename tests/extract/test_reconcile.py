"""Rows that are missing, doubled, late or deleted are named with their table and day, and stop the watermark there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from scripts.extract.config import Connection, PgpFile
from scripts.extract.pgp import opener
from scripts.extract.target import DuckDBTarget
from scripts.reconcile.compare import Counts, Result, Status, Window, compare, verified_through, window
from scripts.reconcile.config import Check
from scripts.reconcile.run import EXPORT, HISTORY, HISTORY_COLUMNS, Verdict, reconcile, store, watermarks
from tests.conftest import Dbt
from tests.extract.work import Source, entry, loaded

pytestmark = pytest.mark.xdist_group("postgres")

TODAY = datetime(2031, 1, 11, 6)
DAYS = [date(2031, 1, nth) for nth in range(1, 11)]


def check(**keys: Any) -> Check:
    return Check.model_validate(
        {
            "name": "item",
            "source": {"connection": "shop", "table": "item"},
            "target": "tap_postgres.item",
            "key": ["id"],
            "window_days": 10,
            "owner": "shop",
            "tier": 1,
            **keys,
        }
    )


@pytest.fixture
def both(target: DuckDBTarget) -> DuckDBTarget:
    target.execute("ATTACH ':memory:' AS prep")
    return target


@pytest.fixture
def shop(source: Source, both: DuckDBTarget) -> Source:
    """Ten rows on each of ten days, all of them extracted."""
    source("CREATE TABLE item (id bigint, name text, updated_at timestamp)")
    source(
        "INSERT INTO item SELECT n, 'x', timestamp '2031-01-01 12:00' + (n % 10) * interval '1 day'"
        " FROM generate_series(0, 99) AS s(n)"
    )
    extract(source, both)
    return source


def extract(source: Source, target: DuckDBTarget, **options: Any) -> int:
    # the server's own clock is years behind these rows
    wanted = entry(strategy="scd", deletes_exempt=True)
    target.execute("DROP TABLE IF EXISTS raw.tap_postgres.item")
    return loaded(source, target, wanted, now=TODAY, **options)


def run(source: Source, target: DuckDBTarget, *checks: Check, now: datetime = TODAY, act: bool = True) -> list[Verdict]:
    file = PgpFile(connections={"shop": Connection(uri="SHOP_URI")}, tables=())
    verdicts, counted, problems = reconcile(checks or (check(),), file, opener({"SHOP_URI": source.uri}), target, now)
    if act:
        store(verdicts, counted, target, now)
    assert bool(problems) == any(
        result.status is Status.MISSING_SOURCE_COUNT for verdict in verdicts for result in verdict.results
    )
    return verdicts


def named(verdicts: list[Verdict]) -> list[tuple[date | None, str, int | None, int]]:
    return [
        (result.day, result.status.value, result.source_rows, result.target_rows)
        for verdict in verdicts
        for result in verdict.failures
    ]


def test_a_table_that_arrived_whole_is_verified_through_the_last_whole_day(shop: Source, both: DuckDBTarget) -> None:
    [verdict] = run(shop, both)
    assert verdict.failures == []
    assert [(result.day, result.source_rows, result.target_rows) for result in verdict.results] == [
        (day, 10, 10) for day in DAYS
    ]
    assert verdict.verified_through == DAYS[-1]
    assert watermarks(both) == {"item": DAYS[-1]}


DEFECTS = {
    "missing": ("", "DELETE FROM raw.tap_postgres.item WHERE id = 14", "missing_in_target", 10, 9),
    "doubled in the source": ("INSERT INTO item SELECT * FROM item WHERE id = 14", "", "missing_in_target", 11, 10),
    "late": ("INSERT INTO item VALUES (900, 'late', '2031-01-05 00:00')", "", "missing_in_target", 11, 10),
    "deleted": ("DELETE FROM item WHERE id = 14", "", "extra_in_target", 9, 10),
}
FIFTH = date(2031, 1, 5)


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_named_and_stops_the_watermark_until_it_is_repaired(
    shop: Source, both: DuckDBTarget, defect: str
) -> None:
    at_source, in_raw, status, source_rows, target_rows = DEFECTS[defect]
    if at_source:
        shop(at_source)
    if in_raw:
        both.execute(in_raw)
    [verdict] = verdicts = run(shop, both)
    assert named(verdicts) == [(FIFTH, status, source_rows, target_rows)]
    assert verdict.verified_through == FIFTH - timedelta(days=1)

    # months later the gap is still known, although the window has moved on
    [later] = run(shop, both, now=TODAY + timedelta(days=90))
    assert [result.day for result in later.failures] == [FIFTH]
    assert later.verified_through == FIFTH - timedelta(days=1)

    shop("CREATE TABLE clean AS SELECT DISTINCT * FROM item; DROP TABLE item; ALTER TABLE clean RENAME TO item")
    extract(shop, both)
    [repaired] = run(shop, both, now=TODAY + timedelta(days=91))
    assert repaired.failures == []
    assert repaired.verified_through == (TODAY + timedelta(days=90)).date()


def test_a_key_loaded_twice_counts_once_with_its_newest_day(shop: Source, both: DuckDBTarget) -> None:
    both.execute(
        "INSERT INTO raw.tap_postgres.item SELECT * REPLACE (updated_at - INTERVAL 3 DAY AS updated_at)"
        " FROM raw.tap_postgres.item WHERE id < 50"
    )
    assert named(run(shop, both)) == []


def test_known_deletes_are_left_out_or_counted_as_the_file_says(shop: Source, both: DuckDBTarget) -> None:
    both.execute("ALTER TABLE raw.tap_postgres.item ADD COLUMN pgp_is_deleted BOOLEAN")
    both.execute("UPDATE raw.tap_postgres.item SET pgp_is_deleted = TRUE WHERE id = 14")
    shop("DELETE FROM item WHERE id = 14")
    assert named(run(shop, both, check(deletes="exclude"), act=False)) == []
    assert named(run(shop, both, check(deletes="ignore"), act=False)) == [(FIFTH, "extra_in_target", 9, 10)]


def test_what_the_newest_full_copy_lacks_is_deleted(shop: Source, both: DuckDBTarget) -> None:
    shop("DELETE FROM item WHERE id = 14")
    loaded(shop, both, entry(strategy="scd"), now=TODAY + timedelta(hours=1))
    later = TODAY + timedelta(hours=1)
    assert named(run(shop, both, check(deletes="exclude"), now=later, act=False)) == []
    assert named(run(shop, both, check(deletes="ignore"), now=later, act=False)) == [(FIFTH, "extra_in_target", 9, 10)]


def test_rows_younger_than_the_lag_are_counted_on_neither_side(shop: Source, both: DuckDBTarget) -> None:
    shop("INSERT INTO item VALUES (901, 'new', '2031-01-11 05:30'), (902, 'older', '2031-01-11 04:30')")
    assert named(run(shop, both, check(lag_minutes=60))) == [(date(2031, 1, 11), "stale", 1, 0)]
    assert watermarks(both) == {"item": DAYS[-1]}
    assert named(run(shop, both, check(lag_minutes=120))) == []


def test_days_raw_is_not_loaded_for_yet_are_stale(shop: Source, both: DuckDBTarget) -> None:
    shop("INSERT INTO item VALUES (901, 'new', '2031-01-12 05:30')")
    [verdict] = run(shop, both, now=TODAY + timedelta(days=2))
    assert [(result.day, result.status) for result in verdict.failures] == [(date(2031, 1, 12), Status.STALE)]
    assert verdict.verified_through == date(2031, 1, 11)


def test_rows_without_a_day_are_counted_apart(shop: Source, both: DuckDBTarget) -> None:
    shop("INSERT INTO item VALUES (901, 'no day', NULL), (902, 'forever', 'infinity')")
    assert named(run(shop, both)) == [(None, "missing_in_target", 2, 0)]
    extract(shop, both)
    assert named(run(shop, both)) == []


def test_further_columns_of_the_grain_are_kept_as_hashes_only(shop: Source, both: DuckDBTarget) -> None:
    shop("UPDATE item SET name = 'y' WHERE id < 50")
    verdicts = run(shop, both, check(grain=["updated_at", "name"]))
    assert {(status, source, found) for _, status, source, found in named(verdicts)} == {
        ("missing_in_target", 5, 0),
        ("extra_in_target", 5, 10),
    }
    parts = both.query(f"SELECT DISTINCT count_part FROM {EXPORT} UNION SELECT DISTINCT count_part FROM {HISTORY}")
    assert {len(part) for (part,) in parts} == {32}


def test_a_source_that_cannot_be_counted_is_named_and_keeps_nobody_else_from_counting(
    shop: Source, both: DuckDBTarget
) -> None:
    run(shop, both)
    gone = check(name="gone", source={"connection": "shop", "table": "nothing"})
    verdicts = run(shop, both, check(), gone, now=TODAY + timedelta(days=1))
    assert [(verdict.check.name, len(verdict.failures)) for verdict in verdicts] == [("item", 0), ("gone", 9)]
    assert {status for _, status, *_ in named(verdicts)} == {"missing_source_count"}
    assert watermarks(both) == {"item": date(2031, 1, 11)}


def test_small_tables_share_one_query_and_large_ones_do_not(shop: Source, both: DuckDBTarget) -> None:
    opened: list[str] = []

    def counting(name: str, connection: Connection) -> Any:
        opened.append(name)
        return opener({"SHOP_URI": shop.uri})(name, connection)

    checks = [check(name=name, group=group) for name, group in (("a", "small"), ("b", "large"), ("c", "small"))]
    file = PgpFile(connections={"shop": Connection(uri="SHOP_URI")}, tables=())
    verdicts, *_ = reconcile(checks, file, counting, both, TODAY)
    assert len(opened) == 2
    assert all(not verdict.failures for verdict in verdicts)


def test_the_history_is_appended_and_the_source_counts_land_in_raw(shop: Source, both: DuckDBTarget) -> None:
    for hours in range(2):
        run(shop, both, now=TODAY + timedelta(hours=hours))
    runs = "SELECT COUNT(*), COUNT(DISTINCT run_id) FROM prep.trusted_data.row_count_check"
    assert both.query(runs) == [(20, 2)]
    assert both.query(f"SELECT SUM(row_count), COUNT(DISTINCT _task_instance) FROM {EXPORT}") == [(200, 2)]


@pytest.mark.parametrize("last_step", ["counts", "verdicts"])
def test_a_run_that_dies_is_made_good_by_the_next(shop: Source, both: DuckDBTarget, last_step: str) -> None:
    class KilledError(Exception):
        pass

    def die(step: str) -> None:
        if step == last_step:
            raise KilledError

    file = PgpFile(connections={"shop": Connection(uri="SHOP_URI")}, tables=())
    verdicts, counted, _ = reconcile([check()], file, opener({"SHOP_URI": shop.uri}), both, TODAY)
    with pytest.raises(KilledError):
        store(verdicts, counted, both, TODAY, die)
    assert watermarks(both) == {}
    run(shop, both, now=TODAY + timedelta(minutes=1))
    assert both.query(f"SELECT COUNT(*), COUNT(DISTINCT run_id) FROM {HISTORY}") == [(10, 1)]


def test_a_plan_writes_nothing(shop: Source, both: DuckDBTarget) -> None:
    run(shop, both, act=False)
    assert both.query("SELECT COUNT(*) FROM information_schema.tables WHERE table_catalog = 'prep'") == [(0,)]


def results(statuses: dict[int, str]) -> list[Result]:
    return [Result(date(2031, 1, day), "", Status(status), 1, 1) for day, status in statuses.items()]


@pytest.mark.parametrize(
    ("before", "statuses", "reached"),
    [
        (None, {}, 10),
        (None, {3: "match", 4: "missing_in_target"}, 3),
        (None, {1: "extra_in_target"}, None),
        (5, {6: "match", 7: "within_tolerance", 8: "stale", 9: "match"}, 7),
        (5, {3: "missing_in_target", 7: "match"}, 2),
        (5, {7: "missing_source_count"}, 5),
        (9, {9: "match"}, 10),
    ],
)
def test_the_watermark_moves_over_contiguous_passes_only(
    before: int | None, statuses: dict[int, str], reached: int | None
) -> None:
    days = Window(date(2031, 1, 1), datetime(2031, 1, 11, 5))
    moved = verified_through(before and date(2031, 1, before), days, results(statuses))
    assert moved == (reached and date(2031, 1, reached))


@pytest.mark.parametrize(
    ("keys", "source", "found", "status"),
    [
        ({}, 100, 100, "match"),
        ({"tolerance_abs": 2}, 100, 98, "within_tolerance"),
        ({"tolerance_abs": 1}, 100, 98, "missing_in_target"),
        ({"tolerance_pct": 2.0}, 100, 102, "within_tolerance"),
        ({"tolerance_pct": 1.9}, 100, 102, "extra_in_target"),
        ({"tolerance_pct": 100.0}, 0, 1, "extra_in_target"),
    ],
)
def test_tolerance_is_rows_or_a_share_of_the_source(
    keys: dict[str, float], source: int, found: int, status: str
) -> None:
    day: Counts = {(DAYS[0], ""): source}
    [result] = compare(check(**keys), day, {(DAYS[0], ""): found}, TODAY)
    assert result.status == status


def test_the_window_reaches_back_to_the_first_day_that_is_not_verified() -> None:
    assert window(check(), TODAY, None).first == date(2031, 1, 1)
    assert window(check(), TODAY, date(2030, 6, 1)).first == date(2030, 6, 2)
    assert window(check(), TODAY, date(2031, 1, 10)).first == date(2031, 1, 1)
    assert window(check(lag_minutes=600), TODAY, None) == Window(date(2030, 12, 31), datetime(2031, 1, 10, 20))


def test_the_table_of_the_history_is_the_one_the_view_reads(macros: Dbt) -> None:
    listed = macros.compile(
        "{% for name, type in record_tables()['row_count_check'].items() %}{{ name }} {{ type }},{% endfor %}"
    )
    assert listed == "".join(f"{name} {kind}," for name, kind in HISTORY_COLUMNS.items())
