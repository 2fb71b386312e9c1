"""The files of a warehouse in the making: built beside the live ones and put in their place at the end."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from scripts.core.errors import EdpError
from scripts.core.settings import DATABASES, Settings
from scripts.core.warehouse import open_warehouse
from scripts.up.state import Built, read

# raw carries the record of what was built, so it moves last: until then the old record, or none, is there.
_ORDER = ("prep", "prod", "static", "raw")


def aside(settings: Settings) -> Settings:
    """The home of a warehouse in the making; it lies inside the warehouse folder, so on the same disk."""
    return replace(settings, home=settings.warehouse / "next")


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Let one `edp up` at a time work on a warehouse.

    Raises:
        EdpError: another one is at it, or the folder cannot be made.
    """
    try:
        settings.warehouse.mkdir(parents=True, exist_ok=True)
        lock = (settings.warehouse / ".up.lock").open("w")
    except OSError as error:
        raise EdpError(
            f"{settings.warehouse}: cannot make the warehouse here ({error.strerror}); set EDP_HOME"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EdpError(f"{settings.warehouse}: another `edp up` is at work here; wait for it to end") from error
        yield


def exists(settings: Settings) -> bool:
    """Whether all four files are there."""
    return all(settings.database(name).exists() for name in DATABASES)


def inspect(settings: Settings) -> Built | None:
    """What the warehouse there records; None when there is none.

    Raises:
        EdpError: a file is locked or unreadable.
    """
    if not exists(settings):
        return None
    with open_warehouse(settings) as warehouse:
        return read(warehouse)


def is_moving(live: Settings) -> bool:
    """Whether a run ended while it put finished files in place."""
    return _moving(live).exists()


def wipe(settings: Settings) -> None:
    """Remove a warehouse in the making with everything beside it."""
    shutil.rmtree(settings.home, ignore_errors=True)


def put_in_place(live: Settings) -> None:
    """Replace the live files by the finished ones; a later run finishes what a crash left half done.

    Raises:
        EdpError: a program has the live warehouse open; the finished files wait for the next run.
    """
    made = aside(live)
    for settings in (made, live):
        # Opening writes what a log file may still hold, and finds out whether a program is at work there.
        if exists(settings):
            with open_warehouse(settings):
                pass
    _moving(live).touch()
    for name in _ORDER:
        if made.database(name).exists():
            live.database(name).with_suffix(".duckdb.wal").unlink(missing_ok=True)
            made.database(name).replace(live.database(name))
    wipe(made)


def _moving(live: Settings) -> Path:
    return aside(live).home / "moving"
