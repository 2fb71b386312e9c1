"""Incremental, full and repeated extraction from a real PostgreSQL, and what happens when the source changes."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from scripts.core.errors import EdpError
from scripts.extract.postgres import open_postgres
from scripts.extract.state import loaded_until
from scripts.extract.target import DuckDBTarget
from tests.extract.work import NOW, Source, entry, extract, loaded, problem, raw

pytestmark = pytest.mark.xdist_group("postgres")

TABLE = "CREATE TABLE item (id bigint PRIMARY KEY, name text, updated_at timestamp DEFAULT now() - interval '1 hour')"
SCD = entry(strategy="scd")


@pytest.fixture
def shop(source: Source) -> Source:
    """Three rows that changed an hour ago."""
    source(TABLE)
    source("INSERT INTO item (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c')")
    return source


def window_end(target: DuckDBTarget) -> datetime:
    end = loaded_until(target, "tap_postgres.item")
    assert end is not None
    return end


def test_only_what_changed_since_the_last_run_comes_again(shop: Source, target: DuckDBTarget) -> None:
    assert loaded(shop, target) == 3
    assert loaded(shop, target) == 0
    shop("UPDATE item SET name = 'B', updated_at = now() WHERE id = 2; INSERT INTO item VALUES (4, 'd', now())")
    assert loaded(shop, target) == 2
    assert raw(target, "id, name") == [(1, "a"), (2, "B"), (2, "b"), (3, "c"), (4, "d")]


def test_a_row_that_shows_up_half_an_hour_late_is_not_lost(shop: Source, target: DuckDBTarget) -> None:
    loaded(shop, target)
    end = window_end(target)
    for key, minutes in ((4, 29), (5, 31)):
        shop(f"INSERT INTO item VALUES ({key}, 'late', '{end - timedelta(minutes=minutes)}')")
    assert loaded(shop, target) == 1
    assert raw(target, "MAX(id)") == [(4,)]


def test_rows_without_a_moment_or_at_the_end_of_time_are_not_lost(shop: Source, target: DuckDBTarget) -> None:
    loaded(shop, target)
    shop("INSERT INTO item VALUES (4, 'no moment', NULL), (5, 'forever', 'infinity')")
    assert loaded(shop, target) == 2


def test_changes_after_the_logical_date_wait(shop: Source, target: DuckDBTarget) -> None:
    shop(
        "UPDATE item SET updated_at = '2030-01-02' WHERE id = 3; UPDATE item SET updated_at = '2020-01-01' WHERE id = 1"
    )
    assert loaded(shop, target, until=datetime(2021, 1, 1)) == 1
    assert window_end(target) == datetime(2021, 1, 1)
    assert loaded(shop, target) == 1
    assert sorted(raw(target)) == [(1,), (2,)]


def test_a_long_way_is_gone_in_windows_of_the_given_hours(shop: Source, target: DuckDBTarget) -> None:
    shop("UPDATE item SET updated_at = timestamp '2020-01-01' + id * interval '20 hours'")
    daily = entry(hours=24)
    assert loaded(shop, target, daily, until=datetime(2020, 1, 1)) == 0
    ends = []
    for _ in range(4):
        loaded(shop, target, daily)
        ends.append(window_end(target))
    assert ends == [datetime(2020, 1, 1, 23, 30) + nth * timedelta(hours=23, minutes=30) for nth in range(4)]
    assert raw(target) == [(1,), (2,), (3,)]


def test_a_column_with_a_zone_is_compared_as_an_instant(shop: Source, target: DuckDBTarget) -> None:
    shop(
        "ALTER TABLE item ALTER updated_at TYPE timestamptz"
        " USING timestamptz '2024-01-01 05:00+05:00' + id * interval '1h'"
    )
    assert loaded(shop, target, until=datetime(2024, 1, 1, 2, 0)) == 1
    assert raw(target, "id, updated_at") == [(1, datetime(2024, 1, 1, 1))]


def test_a_full_copy_is_appended_and_every_row_says_when(shop: Source, target: DuckDBTarget) -> None:
    for days in range(2):
        assert loaded(shop, target, SCD, now=NOW + timedelta(days=days)) == 3
    grouped = target.query(
        "SELECT _uploaded_at, _task_instance, COUNT(*) FROM raw.tap_postgres.item GROUP BY ALL ORDER BY ALL"
    )
    first = int((NOW - datetime(1970, 1, 1)).total_seconds())
    assert grouped == [(first, "edp_item_20310101", 3), (first + 86400, "edp_item_20310102", 3)]


def test_a_replacing_copy_leaves_no_older_one(shop: Source, target: DuckDBTarget) -> None:
    plans = entry(strategy="replace", advanced_metadata=False)
    loaded(shop, target, plans)
    shop("DELETE FROM item WHERE id = 1")
    assert loaded(shop, target, plans) == 2
    assert raw(target) == [(2,), (3,)]
    assert "_task_instance" not in target.connection.table("raw.tap_postgres.item").columns


def test_a_backfill_takes_a_range_of_ids_and_moves_no_window(shop: Source, target: DuckDBTarget) -> None:
    loaded(shop, target)
    end = window_end(target)
    assert loaded(shop, target, backfill=(2, 3)) == 2
    assert window_end(target) == end
    assert raw(target) == [(1,), (2,), (2,), (3,), (3,)]


def test_a_backfill_needs_a_key_of_one_number(shop: Source, target: DuckDBTarget) -> None:
    named = entry(primary_key=["name"])
    assert problem(shop, target, named, backfill=(1, 2)).endswith("needs a primary key of one number; it is name")


def test_a_query_can_leave_rows_and_columns_behind(shop: Source, target: DuckDBTarget) -> None:
    query = entry(table=None, query="SELECT id, updated_at FROM item WHERE id > 1 ;\n")
    assert loaded(shop, target, query) == 2
    assert target.connection.table("raw.tap_postgres.item").columns[:2] == ["id", "updated_at"]


def test_a_plan_says_what_would_come_and_changes_nothing(shop: Source, target: DuckDBTarget) -> None:
    outcome = extract(shop, target, act=False)
    assert (outcome.rows, outcome.is_due) == (None, True)
    assert outcome.what.startswith("rows changed from the beginning to before ")
    assert target.query("SELECT table_name FROM information_schema.tables WHERE table_catalog = 'raw'") == []


def test_a_new_column_is_added_and_older_rows_have_nothing_in_it(shop: Source, target: DuckDBTarget) -> None:
    loaded(shop, target)
    shop("ALTER TABLE item ADD colour text; INSERT INTO item VALUES (4, 'd', now(), 'red')")
    assert extract(shop, target, act=False).new_columns == ("colour",)
    loaded(shop, target)
    assert raw(target, "id, colour") == [(1, None), (2, None), (3, None), (4, "red")]


def test_a_dropped_column_is_an_error_until_somebody_says_it_is_known(shop: Source, target: DuckDBTarget) -> None:
    loaded(shop, target)
    shop("ALTER TABLE item DROP name; UPDATE item SET updated_at = now()")
    assert problem(shop, target).startswith("config/pgp.yml: item: column name is in raw but no longer in the source")
    assert loaded(shop, target, entry(dropped_columns=["name"])) == 3
    assert (None,) in raw(target, "name")


def test_a_column_whose_new_type_does_not_fit_is_an_error(shop: Source, target: DuckDBTarget) -> None:
    loaded(shop, target)
    shop("ALTER TABLE item ALTER id TYPE numeric(30,2)")
    assert "column id is numeric in the source now, but BIGINT in raw" in problem(shop, target)
    shop("ALTER TABLE item ALTER id TYPE int, ALTER name TYPE varchar(9); UPDATE item SET updated_at = now()")
    assert loaded(shop, target) == 3


def test_what_the_source_does_not_have_is_one_clear_line(shop: Source, target: DuckDBTarget) -> None:
    said = [
        problem(shop, target, wrong)
        for wrong in (
            entry(table="nothing"),
            entry(query="SELECT nothing", table=None),
            entry(primary_key=["key"]),
            entry(updated_column="changed_at"),
            entry(text_columns=["colour"]),
        )
    ]
    assert said == [
        'config/pgp.yml: item: connection shop: relation "nothing" does not exist',
        'config/pgp.yml: item: connection shop: column "nothing" does not exist',
        "config/pgp.yml: item: key primary_key: the source has no column key",
        "config/pgp.yml: item: key updated_column: the source has no column changed_at",
        "config/pgp.yml: item: text_columns names colour, which the source does not have; remove it",
    ]


def test_a_source_column_with_a_name_of_ours_is_an_error(shop: Source, target: DuckDBTarget) -> None:
    shop("ALTER TABLE item ADD _uploaded_at int")
    assert "column _uploaded_at of the source has a name that is taken" in problem(shop, target)


def test_rows_written_while_the_table_is_read_come_with_the_next_run(shop: Source, target: DuckDBTarget) -> None:
    shop("INSERT INTO item SELECT n, repeat('x', 200), now() - interval '1h' FROM generate_series(4, 60000) AS s(n)")
    writer = psycopg.connect(shop.uri, autocommit=True)

    def write(_name: str, step: str) -> None:
        if step == "begun":
            writer.execute("INSERT INTO item VALUES (70001, 'meanwhile', now()), (70002, 'meanwhile', now())")
            writer.execute("DELETE FROM item WHERE id = 59999")

    # the snapshot is older than the write: what it does not show stays away, what it shows comes whole
    assert loaded(shop, target, progress=write) == 60000
    assert raw(target, "COUNT(*), MAX(id)") == [(60000, 60000)]
    assert loaded(shop, target) == 2
    writer.close()


def test_a_server_that_goes_away_in_the_middle_leaves_nothing_behind(shop: Source, target: DuckDBTarget) -> None:
    shop("INSERT INTO item SELECT n, repeat('x', 500), now() - interval '1h' FROM generate_series(4, 200000) AS s(n)")
    killer = psycopg.connect(shop.uri, autocommit=True)
    stop = threading.Event()

    def kill() -> None:
        while not stop.is_set():
            killer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'COPY (SELECT \"id\"%' AND state = 'active'"
            )
            time.sleep(0.01)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        said = problem(shop, target)
    finally:
        stop.set()
        thread.join()
        killer.close()
    assert said.startswith("config/pgp.yml: item: connection shop: ")
    assert raw(target) == []
    assert target.query("FROM raw.edp.extract_load") == []
    assert loaded(shop, target) == 200000


def test_a_statement_that_takes_too_long_is_stopped_by_the_server(shop: Source) -> None:
    with open_postgres("shop", shop.uri, timeout_minutes=7) as reader:
        assert reader.query("SELECT current_setting('statement_timeout')") == [("7min",)]
        reader.query("SELECT set_config('statement_timeout', '50ms', TRUE)")
        with pytest.raises(EdpError, match="connection shop: canceling statement due to statement timeout"):
            reader.stream(
                "(SELECT pg_sleep(5)::text AS id)", reader.columns("(SELECT ''::text AS id)"), "TRUE"
            ).read_all()


def test_the_source_cannot_be_written_to(shop: Source, target: DuckDBTarget) -> None:
    shop("CREATE SEQUENCE numbers")
    assert "read-only transaction" in problem(
        shop, target, entry(strategy="scd", table=None, query="SELECT nextval('numbers') AS id")
    )


def test_a_connection_string_is_in_no_message(shop: Source, target: DuckDBTarget) -> None:
    for uri in (
        "postgresql://u:s3cret@localhost:99x/db",
        "postgresql://u:s3cret@127.0.0.1:1/db",
        "s3cret",
        "host=/nope password=s3cret user=u",
        f"{shop.uri.replace('postgres:@', 'nobody:s3cret@')}",
    ):
        broken = Source.__new__(Source)
        broken.uri = uri
        said = problem(broken, target)
        assert "s3cret" not in said
        assert said.startswith("config/pgp.yml: item: connection shop: ")


def test_the_problem_of_one_table_does_not_keep_the_others_from_their_rows(shop: Source, target: DuckDBTarget) -> None:
    from scripts.extract.config import Connection, PgpFile
    from scripts.extract.pgp import Request, opener
    from scripts.extract.run import extract_tables

    entries = (entry(name="bad", table="nothing", target_table="bad"), entry())
    file = PgpFile(connections={"shop": Connection(uri="SHOP_URI")}, tables=entries)
    outcomes = extract_tables(
        list(entries), file, opener({"SHOP_URI": shop.uri}), target, Request(NOW, NOW), deletes=False, act=True
    )
    assert [outcome.rows for outcome in outcomes] == [None, 3]


def test_a_load_that_loses_a_row_keeps_nothing(shop: Source, target: DuckDBTarget) -> None:
    class Leaking(DuckDBTarget):
        def load(self, name: str, batches: Any) -> None:
            super().load(name, batches)
            self.execute(f"DELETE FROM {name} WHERE id = 2")

    said = problem(shop, Leaking(target.connection))
    assert said.endswith("tap_postgres.item: 3 rows left the source, 2 arrived; nothing was kept")
    assert raw(target) == []
    assert loaded(shop, target) == 3
