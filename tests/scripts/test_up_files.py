"""Finished files replace the live ones completely or, after a crash anywhere, at the next attempt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import DATABASES, PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.up import files


class CrashError(Exception):
    """The process dies here."""


def make(home: Path, mark: str) -> Settings:
    settings = Settings(project=PROJECT, home=home)
    with open_warehouse(settings, create=True) as warehouse:
        for name in DATABASES:
            warehouse.execute(f"CREATE TABLE {name}.main.mark AS SELECT '{mark}' AS mark")
    return settings


def marks(settings: Settings) -> set[str]:
    with open_warehouse(settings, read_only=True) as warehouse:
        return {warehouse.query(f"SELECT mark FROM {name}.main.mark")[0][0] for name in DATABASES}


@pytest.fixture
def live(tmp_path: Path) -> Settings:
    settings = make(tmp_path, "old")
    make(files.aside(settings).home, "new")
    return settings


def test_all_four_files_are_replaced_and_nothing_is_left_behind(live: Settings) -> None:
    files.put_in_place(live)
    assert marks(live) == {"new"}
    assert sorted(path.name for path in live.warehouse.iterdir()) == sorted(f"{name}.duckdb" for name in DATABASES)


def test_the_first_warehouse_needs_no_old_one(tmp_path: Path) -> None:
    settings = Settings(project=PROJECT, home=tmp_path)
    make(files.aside(settings).home, "new")
    files.put_in_place(settings)
    assert marks(settings) == {"new"}


@pytest.mark.parametrize("step", range(1, 5))
def test_a_crash_between_two_files_is_finished_by_the_next_run(
    live: Settings, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = 0
    replace = Path.replace

    def crashing(self: Path, target: Path) -> Path:
        nonlocal moved
        moved += 1
        if moved == step:
            raise CrashError
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", crashing)
    with pytest.raises(CrashError):
        files.put_in_place(live)
    monkeypatch.undo()
    assert files.is_moving(live)
    files.put_in_place(live)
    assert marks(live) == {"new"}
    assert not files.is_moving(live)
    assert not files.aside(live).home.exists()


def test_a_crash_while_the_new_files_are_made_is_no_half_move(live: Settings) -> None:
    files.aside(live).database("static").unlink()
    assert not files.is_moving(live)
    assert marks(live) == {"old"}


def test_a_program_that_holds_the_live_files_keeps_them(live: Settings) -> None:
    code = (
        f"import duckdb, sys; held = duckdb.connect({str(live.database('prod'))!r}); print('held', flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            holder.stdout.readline()
            with pytest.raises(EdpError, match=r"prod\.duckdb: another process has the warehouse open"):
                files.put_in_place(live)
        finally:
            holder.communicate(b"\n")
    assert marks(live) == {"old"}
    files.put_in_place(live)
    assert marks(live) == {"new"}


def test_two_runs_at_once_are_refused(live: Settings) -> None:
    with (
        files.only_one(live),
        pytest.raises(EdpError, match="another `edp up` is at work"),
        files.only_one(live),
    ):
        pass
    with files.only_one(live):
        assert marks(live) == {"old"}


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(EdpError, match="cannot make the warehouse here"),
        files.only_one(Settings(project=PROJECT, home=tmp_path / "file")),
    ):
        pass
