"""What a change means for people: who newly sees or loses what, how masked columns look, and how risky that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scripts.permissions.account.reach import Reach, UserReach
from scripts.permissions.account.state import Name, State
from scripts.permissions.masked import MaskedColumns

Risk = Literal["critical", "high", "medium", "low"]
RISKS: tuple[Risk, ...] = ("critical", "high", "medium", "low")

Effect = Literal[
    "administers",
    "administers no more",
    "may log in",
    "may log in no more",
    "sees in clear",
    "sees masked",
    "sees",
    "may change",
    "sees no more in clear",
    "sees no more",
    "may change no more",
]
_EFFECTS: tuple[Effect, ...] = Effect.__args__  # type: ignore[attr-defined]  # typing does not show a Literal's values


@dataclass(frozen=True)
class Consequence:
    """One change for one user.

    Attributes:
        user: whom it is about.
        effect: what changes.
        name: the relation, `database.schema.*` for what will be made there, the column or the privileged role; empty
            where the effect says it all.
        risk: critical = administers the account; high = restricted or sensitive data, or clear values; medium = other
            data, changes, and whatever is lost, because something may stop working; low = masked values.
    """

    user: str
    effect: Effect
    name: str
    risk: Risk


def consequences(before: State, after: State, masked: MaskedColumns) -> list[Consequence]:
    """Compare what every user reaches before and after.

    Args:
        before: the account as it is.
        after: the account when the plan has been applied.
        masked: the masked columns of the project.
    """
    old, new = Reach(before, masked), Reach(after, masked)
    found: set[Consequence] = set()
    for user in before.users.keys() | after.users.keys():
        found.update(_of_login(user, before, after))
        found.update(_of_user(user, old.of(user), new.of(user)))
    return sorted(found, key=lambda each: (RISKS.index(each.risk), _EFFECTS.index(each.effect), each.name, each.user))


def _of_login(user: str, before: State, after: State) -> Iterator[Consequence]:
    could = user in before.users and not before.users[user].disabled
    can = user in after.users and not after.users[user].disabled
    if can and not could:
        yield Consequence(user, "may log in", "", "medium")
    if could and not can:
        yield Consequence(user, "may log in no more", "", "medium")


def _of_user(user: str, old: UserReach, new: UserReach) -> Iterator[Consequence]:
    for role in new.administers - old.administers:
        yield Consequence(user, "administers", role, "critical")
    for role in old.administers - new.administers:
        yield Consequence(user, "administers no more", role, "medium")
    for column in new.clear - old.clear:
        yield Consequence(user, "sees in clear", ".".join(column), "high")
    for column in new.masked - old.masked:
        effect: Effect = "sees no more in clear" if column in old.clear else "sees masked"
        yield Consequence(user, effect, ".".join(column), "medium" if column in old.clear else "low")
    for column in (old.clear | old.masked) - new.clear - new.masked:
        yield Consequence(user, "sees no more", ".".join(column), "medium")
    for name in new.reads - old.reads:
        yield Consequence(user, "sees", ".".join(name), "high" if is_restricted(name) else "medium")
    for name in old.reads - new.reads:
        yield Consequence(user, "sees no more", ".".join(name), "medium")
    for name in new.writes - old.writes:
        yield Consequence(user, "may change", ".".join(name), "medium")
    for name in old.writes - new.writes:
        yield Consequence(user, "may change no more", ".".join(name), "medium")


def is_restricted(name: Name) -> bool:
    """Whether a relation holds SAFE or personal data, by its schema (Data Team Platform, "SAFE Data")."""
    return name[1].startswith("restricted_safe") or "sensitive" in name[1]
