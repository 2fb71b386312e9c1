"""Which files are known to be clean: a small ledger of content keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

FOLDERS = ("models", "analyses", "tests/data")


def sql_files(project: Path) -> list[Path]:
    """Every SQL file the linter reads, in a stable order, relative to `project`."""
    found = (path for folder in FOLDERS for path in (project / folder).rglob("*.sql"))
    # A generic test is a macro: it has no SQL of its own until a model's YAML names it.
    return sorted(path.relative_to(project) for path in found if "generic" not in path.parts)


def content_key(project: Path, path: Path) -> str:
    """A key that changes with the file, the linter's rules or the linter's version."""
    digest = hashlib.sha256()
    for part in (
        (project / path).read_bytes(),
        (project / ".sqlfluff").read_bytes(),
        version("sqlfluff").encode(),
        version("sqlfluff-templater-dbt").encode(),
    ):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


class CleanLedger:
    """The files that were clean, by content key, kept in one JSON file.

    A ledger that cannot be read is an empty one: the worst it costs is linting everything again.
    """

    def __init__(self, path: Path) -> None:
        """Read the ledger at `path`."""
        self.path = path
        try:
            self.keys: dict[str, str] = json.loads(path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            self.keys = {}

    def stale(self, keys: dict[str, str]) -> list[str]:
        """The files of `keys` whose present content was never seen clean."""
        return [path for path, key in keys.items() if self.keys.get(path) != key]

    def keep(self, keys: dict[str, str], dirty: Iterable[str]) -> None:
        """Remember every file of `keys` but the dirty ones, and forget files that are gone."""
        dirty = set(dirty)
        self.keys = {path: key for path, key in keys.items() if path not in dirty}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(self.keys, indent=0, sort_keys=True))
        draft.replace(self.path)
