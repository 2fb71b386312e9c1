"""Names like the one that was meant, for an error that says what to write instead."""

from __future__ import annotations

import difflib


def similar_names(name: str, known: list[str]) -> list[str]:
    """At most three full names like `name`, best first: the part after the last dot decides, then the whole."""
    last = _last_part(name)
    near = set(difflib.get_close_matches(last, {_last_part(full) for full in known}, n=3))
    same = [full for full in known if _last_part(full) == last]
    found = same or [full for full in known if _last_part(full) in near]
    return sorted(found, key=lambda full: difflib.SequenceMatcher(None, name.lower(), full).ratio(), reverse=True)[:3]


def _last_part(name: str) -> str:
    return name.lower().rsplit(".", 1)[-1]
