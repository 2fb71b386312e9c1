"""Which failures somebody must hear of now: grouped by owner and tier, each told once per channel."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from scripts.core.errors import EdpError
from scripts.core.warehouse import Warehouse

SENT = "prep.trusted_data.alert_sent"


@dataclass(frozen=True)
class Failure:
    """One test that fails now; it fails anew when it has passed in between, so `failing_since` is part of it."""

    unique_id: str
    test_name: str
    status: str
    owner: str
    tier: str | None
    relation: str | None
    message: str | None
    failing_since: datetime


@dataclass(frozen=True)
class Message:
    """The new failures of one owner and tier."""

    owner: str
    tier: str | None
    failures: tuple[Failure, ...]

    @property
    def id(self) -> str:
        """The same failures have the same id, so a receiver can drop what it was told twice."""
        told = "|".join(f"{failure.unique_id}@{failure.failing_since.isoformat()}" for failure in self.failures)
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    @property
    def text(self) -> str:
        """What people read: one line for all, one per failure. It holds no value from the data."""
        count = len(self.failures)
        tier = f"tier {self.tier}" if self.tier else "no tier"
        verb = "warn" if all(failure.status == "warn" for failure in self.failures) else "fail"
        lines = [f"{self.owner}, {tier}: {count} {f'check {verb}s' if count == 1 else f'checks {verb}'}"]
        for failure in self.failures:
            where = f" on {failure.relation}" if failure.relation else ""
            said = f": {failure.message}" if failure.message else ""
            lines.append(f"- {failure.test_name}{where}{said}, since {failure.failing_since:%Y-%m-%d %H:%M} UTC")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """The message for programs; `text` is the key chat systems show."""
        return {
            "id": self.id,
            "owner": self.owner,
            "tier": self.tier,
            "text": self.text,
            "failures": [
                {
                    "test": failure.test_name,
                    "unique_id": failure.unique_id,
                    "status": failure.status,
                    "relation": failure.relation,
                    "message": failure.message,
                    "failing_since": failure.failing_since.isoformat(),
                }
                for failure in self.failures
            ],
        }


def plan(failures: Iterable[Failure], told: set[tuple[str, datetime]]) -> list[Message]:
    """Group what was not told yet, the most important tier first.

    Args:
        failures: what fails now.
        told: (unique_id, failing_since) of what the channel was told before.
    """

    def group(failure: Failure) -> tuple[str, str]:
        return failure.tier or "9", failure.owner

    new = [failure for failure in failures if (failure.unique_id, failure.failing_since) not in told]
    ordered = sorted(new, key=lambda failure: (*group(failure), failure.test_name, failure.unique_id))
    groups = [tuple(entries) for _, entries in groupby(ordered, key=group)]
    return [Message(entries[0].owner, entries[0].tier, entries) for entries in groups]


def read_plan(warehouse: Warehouse, channel: str, *, warnings: bool) -> list[Message]:
    """What the channel has to be told now.

    Args:
        warehouse: read only is enough.
        channel: stdout, file or webhook; each remembers for itself.
        warnings: tests that fail within their tolerance count, too.

    Raises:
        EdpError: the store or the view is missing.
    """
    known = warehouse.query(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables"
        " WHERE table_catalog IN ('prep', 'prod')"
    )
    for needed in ("trusted_data.alert_sent", "workspace_data.test_failures_now"):
        if (needed,) not in known:
            raise EdpError(f"alerts: there is no {needed}; run `edp up`, which makes it")
    rows = warehouse.query(
        "SELECT unique_id, test_name, test_status, COALESCE(owner, 'data_platform'), tier, relation_name, message,"
        " failing_since FROM prod.workspace_data.test_failures_now WHERE ? OR test_status != 'warn'",
        [warnings],
    )
    told = warehouse.query(f"SELECT unique_id, failing_since FROM {SENT} WHERE channel = ?", [channel])
    return plan([Failure(*row) for row in rows], {(name, since) for name, since in told})


def send(
    warehouse: Warehouse, messages: list[Message], channel: str, deliver: Callable[[Message], None], now: datetime
) -> None:
    """Deliver each message and remember it at once, so that a crash repeats at most the one under way.

    Args:
        warehouse: writable.
        messages: of `read_plan`.
        channel: stdout, file or webhook.
        deliver: hands one message over or raises.
        now: UTC.

    Raises:
        EdpError: a message could not be delivered; those before it are remembered.
    """
    for message in messages:
        deliver(message)
        places = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(message.failures))
        values = [
            value
            for entry in message.failures
            for value in (message.id, channel, entry.unique_id, entry.failing_since, entry.owner, entry.tier, now)
        ]
        warehouse.execute(
            f"INSERT INTO {SENT} (alert_id, channel, unique_id, failing_since, owner, tier, sent_at) VALUES {places}",
            values,
        )
