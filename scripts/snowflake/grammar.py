"""Snowflake's grammar without an account: sqlfluff's, which knows what the SQL engine of the emulated one does not."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version

from sqlfluff.core import FluffConfig, Linter

from scripts.core.settings import PROJECT

# One line per statement that was once parsed without a problem: the hash of its text and of the grammar's version.
# Parsing 1,500 statements takes minutes and few of them change.
PARSED = PROJECT / ".cache" / "snowflake_parsed.txt"


@cache
def _linter() -> Linter:
    return Linter(config=FluffConfig(overrides={"dialect": "snowflake", "templater": "raw"}))


@cache
def _parsed() -> set[str]:
    return set(PARSED.read_text().split()) if PARSED.is_file() else set()


def parse_problems(sql: str) -> list[str]:
    """What sqlfluff's Snowflake grammar says against `sql`; empty when it parses.

    A text that parsed before is not parsed again; one with problems always is.
    """
    key = hashlib.sha256(f"{version('sqlfluff')}\n{sql}".encode()).hexdigest()
    if key in _parsed():
        return []
    problems = [violation.desc() for violation in _linter().parse_string(sql).violations]
    if not problems:
        _parsed().add(key)
        PARSED.parent.mkdir(parents=True, exist_ok=True)
        # one short line in one write, so that processes side by side do not mix theirs
        with PARSED.open("a") as file:
            file.write(f"{key}\n")
    return problems
