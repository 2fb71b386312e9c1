"""Deleted rows are found by comparing keys, come back when they come back, and nothing else is ever flagged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scripts.extract.target import DuckDBTarget
from tests.extract.work import NOW, Source, entry, loaded, problem, raw

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture
def shop(source: Source, target: DuckDBTarget) -> Source:
    source(
        "CREATE TABLE item (id bigint PRIMARY KEY, name text, updated_at timestamp DEFAULT now() - interval '1 hour')"
    )
    source("INSERT INTO item VALUES (1, 'a'), (2, 'b'), (3, 'c')")
    loaded(source, target, now=NOW - timedelta(hours=3))
    return source


def flags(target: DuckDBTarget) -> list[tuple[object, ...]]:
    return target.query("SELECT id, pgp_is_deleted FROM raw.deletes_tap_postgres.item ORDER BY _uploaded_at, id")


def test_a_deleted_row_gets_one_more_state_that_says_so(shop: Source, target: DuckDBTarget) -> None:
    shop("DELETE FROM item WHERE id = 2")
    assert loaded(shop, target, deletes=True) == 1
    assert flags(target) == [(2, True)]
    assert raw(target, "id, name, pgp_is_deleted, pgp_is_deleted_updated_at") == [
        (1, "a", None, None),
        (2, "b", True, NOW),
        (2, "b", None, None),
        (3, "c", None, None),
    ]
    assert loaded(shop, target, deletes=True) == 0


def test_a_row_that_came_back_is_alive_again(shop: Source, target: DuckDBTarget) -> None:
    shop("CREATE TABLE bin AS SELECT * FROM item WHERE id = 2; DELETE FROM item WHERE id = 2")
    loaded(shop, target, deletes=True)
    shop("INSERT INTO item SELECT * FROM bin")
    assert loaded(shop, target, deletes=True, now=NOW + timedelta(hours=1)) == 1
    assert flags(target) == [(2, True), (2, False)]
    assert loaded(shop, target, deletes=True, now=NOW + timedelta(hours=2)) == 0


def test_a_row_inserted_after_the_keys_were_exported_is_not_flagged(shop: Source, target: DuckDBTarget) -> None:
    def meanwhile(_name: str, step: str) -> None:
        if step == "exported":
            shop("INSERT INTO item VALUES (4, 'd', now())")
            loaded(shop, target, now=NOW)

    assert loaded(shop, target, deletes=True, progress=meanwhile) == 0
    assert raw(target) == [(1,), (2,), (3,), (4,)]
    assert loaded(shop, target, deletes=True) == 0


def test_a_source_that_is_suddenly_empty_is_an_error(shop: Source, target: DuckDBTarget) -> None:
    shop("TRUNCATE item")
    assert problem(shop, target, deletes=True).endswith("item is empty in the source; 3 rows would count as deleted")


def test_exempt_and_full_copies_have_nothing_to_find(shop: Source, target: DuckDBTarget) -> None:
    shop("DELETE FROM item WHERE id = 2")
    for other in (entry(deletes_exempt=True), entry(strategy="scd")):
        assert loaded(shop, target, other, deletes=True) == 0


def test_a_table_that_was_never_extracted_is_an_error(source: Source, target: DuckDBTarget) -> None:
    assert problem(source, target, deletes=True).endswith("tap_postgres.item has no rows yet; extract it first")
