"""The statement log: every statement of every session in the order it ended, one JSON object per line."""

from __future__ import annotations

import json
import threading
from pathlib import Path


class StatementLog:
    """Appends to a file, or keeps the entries in memory when there is none."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.entries: list[dict[str, object]] = []
        self._lock = threading.Lock()

    def add(self, **entry: object) -> None:
        """Add one statement: sql, role, user, warehouse, tag, node, error, seconds."""
        with self._lock:
            if self.path is None:
                self.entries.append(entry)
                return
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")


def read_log(path: Path) -> list[dict[str, object]]:
    """The entries of a log file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
