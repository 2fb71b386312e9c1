"""An extraction that dies at any step, as a process dies, loses nothing and doubles nothing once it is run again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.extract.target import DuckDBTarget
from tests.extract.work import DELETES, NOW, Source, loaded, raw, work

pytestmark = pytest.mark.xdist_group("postgres")

ROWS = 30_000
STEPS = ("planned", "prepared", "begun", "rows", "loaded", "recorded", "committed")
DELETE_STEPS = ("known", "exported", "prepared", "written deletes_tap_postgres", "written tap_postgres", "committed")


@pytest.fixture
def shop(source: Source) -> Source:
    source("CREATE TABLE item (id bigint PRIMARY KEY, name text, updated_at timestamp)")
    source(
        "INSERT INTO item SELECT n, repeat('x', 300), now() - interval '1 hour'"
        f" FROM generate_series(1, {ROWS}) AS s(n)"
    )
    return source


@contextmanager
def warehouse(home: Path, *, create: bool = False) -> Iterator[DuckDBTarget]:
    with open_warehouse(Settings(project=PROJECT, home=home), create=create) as opened:
        yield DuckDBTarget(opened.connection)


def die(home: Path, source: Source, step: str, what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.extract.killed", str(home), source.uri, step, what],
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize("step", STEPS)
def test_every_row_is_there_once_after_the_next_run(shop: Source, tmp_path: Path, step: str) -> None:
    with warehouse(tmp_path, create=True):
        pass
    die(tmp_path, shop, step, "incremental")
    with warehouse(tmp_path) as target:
        # only a run that reached its end has kept anything
        kept = target.query("SELECT COUNT(*) FROM duckdb_tables() WHERE database_name = 'raw' AND table_name = 'item'")
        rows = raw(target, "COUNT(*)") if kept == [(1,)] else [(0,)]
        assert rows == [(ROWS if step == "committed" else 0,)]
        shop(f"INSERT INTO item VALUES ({ROWS + 1}, 'meanwhile', now())")
        loaded(shop, target)
        assert raw(target, "COUNT(*), COUNT(DISTINCT id), MAX(id)") == [(ROWS + 1,) * 3]
        [(recorded,)] = target.query("SELECT SUM(rows_loaded) FROM raw.edp.extract_load")
        assert recorded == ROWS + 1


def test_a_replacing_copy_that_dies_leaves_the_one_before(shop: Source, tmp_path: Path) -> None:
    with warehouse(tmp_path, create=True) as target:
        loaded(shop, target, work("replace"))
    shop("DELETE FROM item WHERE id > 10")
    die(tmp_path, shop, "loaded", "replace")
    with warehouse(tmp_path) as target:
        assert raw(target, "COUNT(*)") == [(ROWS,)]
        loaded(shop, target, work("replace"))
        assert raw(target, "COUNT(*)") == [(10,)]


@pytest.mark.parametrize("step", DELETE_STEPS)
def test_a_deleted_row_is_flagged_once_after_the_next_run(shop: Source, tmp_path: Path, step: str) -> None:
    with warehouse(tmp_path, create=True) as target:
        loaded(shop, target, now=NOW - timedelta(hours=1))
    shop("DELETE FROM item WHERE id <= 2")
    die(tmp_path, shop, step, DELETES)
    with warehouse(tmp_path) as target:
        assert loaded(shop, target, deletes=True) == (0 if step == "committed" else 2)
        listed = target.query("SELECT id, pgp_is_deleted FROM raw.deletes_tap_postgres.item ORDER BY id")
        assert listed == [(1, True), (2, True)]
        assert raw(target, "COUNT(*), COUNT(pgp_is_deleted)") == [(ROWS + 2, 2)]
