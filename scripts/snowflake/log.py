"""The statement log: every statement of every session in the order it ended, one JSON object per line."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from scripts.core.errors import EdpError

_KEYS = {"sql", "role", "user", "warehouse", "tag", "node", "clear", "error", "seconds"}


class StatementLog:
    """Appends to a file, or keeps the entries in memory when there is none."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.entries: list[dict[str, object]] = []
        self._lock = threading.Lock()

    def add(self, **entry: object) -> None:
        """Add one statement: sql, role, user, warehouse, tag, node, clear, error, seconds."""
        with self._lock:
            if self.path is None:
                self.entries.append(entry)
                return
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")


def read_log(path: Path) -> list[dict[str, object]]:
    """The entries of a log file.

    Raises:
        EdpError: there is no such file or it is no statement log.
    """
    entries = []
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                entry = json.loads(line)
                if not isinstance(entry, dict) or not set(entry) >= _KEYS:
                    raise EdpError(f"{path}:{number}: this is no entry of a statement log")
                entries.append(entry)
    except OSError as error:
        raise EdpError(f"{path}: {error.strerror}") from None
    except ValueError:
        raise EdpError(f"{path}:{len(entries) + 1}: this is no entry of a statement log") from None
    return entries
