"""Do an expensive thing once per test session, however many worker processes run the tests."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def session_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder all workers of this test session share."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder `name` of this session after `make(folder)` has run exactly once.

    A `make` that fails leaves no marker, so every test that needs it sees the same error.
    """
    folder = session_folder(factory) / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        marker = folder.parent / f"{name}.done"
        if not marker.exists():
            make(folder)
            marker.touch()
    return folder
