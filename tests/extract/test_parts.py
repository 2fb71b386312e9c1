"""A whole table is read over several connections: every row of one snapshot once, in the same order every time."""

from __future__ import annotations

import pytest

from scripts.core.errors import EdpError
from scripts.extract import parts
from scripts.extract.ahead import Ahead, in_turns
from scripts.extract.postgres import PostgresReader, open_postgres
from tests.extract.test_ahead import batches
from tests.extract.work import Source

pytestmark = pytest.mark.xdist_group("postgres")

ROWS = 20_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SMALL_PAGES", 3)


@pytest.fixture
def filled(source: Source) -> Source:
    source(f"CREATE TABLE item AS SELECT n AS id, repeat('x', 50) AS note FROM generate_series(1, {ROWS}) AS s(n)")
    return source


def ids(reader: PostgresReader, source: str = '"item"', where: str = "TRUE", *, whole: bool = True) -> list[int]:
    read = reader.stream(source, reader.columns(source), where, whole=whole).read_all()
    found: list[int] = read.column("id").to_pylist()
    return found


def connections(source: Source) -> int:
    [(count,)] = source.rows(
        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        " AND state = 'idle in transaction'"
    )
    return int(count)


@pytest.mark.parametrize("streams", [1, 2, 3, 7])
def test_every_row_is_read_once(filled: Source, streams: int) -> None:
    with open_postgres("shop", filled.uri, timeout_minutes=1, streams=streams) as reader:
        first, again = ids(reader), ids(reader)
        assert sorted(first) == list(range(1, ROWS + 1))
        assert first == again
        assert ids(reader, where="id % 1000 = 0") != []
    with open_postgres("shop", filled.uri, timeout_minutes=1, streams=streams) as reader:
        assert ids(reader) == first


def test_all_parts_see_one_moment(filled: Source) -> None:
    with open_postgres("shop", filled.uri, timeout_minutes=1, streams=3) as reader:
        reader.query("SELECT 1")
        filled("DELETE FROM item WHERE id <= 1000")
        filled(f"INSERT INTO item SELECT n, 'new' FROM generate_series({ROWS + 1}, {ROWS * 2}) AS s(n)")
        filled("UPDATE item SET note = 'changed' WHERE id > 15000")
        assert sorted(ids(reader)) == list(range(1, ROWS + 1))
    with open_postgres("shop", filled.uri, timeout_minutes=1, streams=3) as reader:
        assert sorted(ids(reader)) == list(range(1001, ROWS * 2 + 1))


def test_only_a_large_table_that_is_read_whole_is_divided(filled: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    filled("CREATE VIEW seen AS SELECT * FROM item")
    filled("CREATE TABLE split (id int) PARTITION BY RANGE (id)")
    filled("CREATE TABLE split_1 PARTITION OF split FOR VALUES FROM (0) TO (100000)")
    filled("INSERT INTO split SELECT id FROM item")
    with open_postgres("shop", filled.uri, timeout_minutes=1, streams=4) as reader:
        for source in ('"seen"', '"split"', "(SELECT * FROM item)"):
            assert sorted(ids(reader, source)) == list(range(1, ROWS + 1))
        assert len(ids(reader, whole=False)) == ROWS
        monkeypatch.setattr(parts, "SMALL_PAGES", 100_000)
        assert len(ids(reader)) == ROWS
        assert connections(filled) == 1
        monkeypatch.setattr(parts, "SMALL_PAGES", 3)
        assert len(ids(reader)) == ROWS
        assert connections(filled) == 4
    assert connections(filled) == 0


def test_a_part_that_fails_stops_the_whole(filled: Source) -> None:
    with (
        open_postgres("shop", filled.uri, timeout_minutes=1, streams=3) as reader,
        pytest.raises(EdpError, match="connection shop: division by zero"),
    ):
        ids(reader, where=f"1 / (id - {ROWS}) IS NOT NULL")


def test_streams_take_turns_until_each_has_ended() -> None:
    streams = [Ahead(batches(count, [])) for count in (3, 1, 0, 2)]
    assert [batch["n"][0].as_py() for batch in in_turns(streams)] == [0, 0, 0, 1, 1, 2]
    for stream in streams:
        stream.close()
