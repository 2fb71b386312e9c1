"""Versions the snapshots must hold after each load wave.

Rules: a snapshot keeps one version per key and change time. A key that is new, or whose change time is later than the
open version's, gets a new version, and the open one ends. An account missing from a load ends its open version and gets
a new one if it comes back; an opportunity missing from a load keeps its open version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from scripts.oracle.answer import Answer
from scripts.oracle.crm import WaveState


class Versions:
    """A snapshot, kept as change times only."""

    def __init__(self, *, ends_missing: bool) -> None:
        """Start empty; `ends_missing` says whether a key missing from a load ends its version."""
        self.ends_missing = ends_missing
        self.open: dict[str, datetime] = {}
        self.seen: set[str] = set()
        self.total = 0

    def load(self, changed_at: Mapping[str, datetime]) -> dict[str, int]:
        """Take one load in; returns what it did: versions in all, open, new keys, changed, closed, re-opened."""
        counts = dict.fromkeys(("new", "changed", "closed", "re-opened"), 0)
        if self.ends_missing:
            for key in self.open.keys() - changed_at.keys():
                del self.open[key]
                counts["closed"] += 1
        for key, when in changed_at.items():
            if key not in self.open:
                counts["re-opened" if key in self.seen else "new"] += 1
            elif when > self.open[key]:
                counts["changed"] += 1
            else:
                continue
            self.open[key] = when
            self.seen.add(key)
            self.total += 1
        return {"versions": self.total, "open": len(self.open), **counts}


def history_answers(history: Sequence[WaveState]) -> list[Answer]:
    """Version counts of the account and opportunity snapshots after each wave."""
    accounts, opportunities = Versions(ends_missing=True), Versions(ends_missing=False)
    answers = []
    for state in history:
        stamps = {key: account.changed_at for key, account in state.accounts.items()}
        for metric, counts in (
            ("account snapshot", accounts.load(stamps)),
            ("opportunity snapshot", opportunities.load(state.opportunities)),
        ):
            answers += [Answer(metric, state.wave, name, str(value)) for name, value in counts.items()]
    return answers
